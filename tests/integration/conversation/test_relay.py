"""Somebody with a phone enters somebody without."""

from sqlalchemy import select

from jamakan import storing
from jamakan.core import Core
from jamakan.store.models import Consent, Contact, Participant
from tests.integration.conversation.test_registration import registers
from tests.support.line import Line
from tests.support.rows import count, rows

WHO = select(Participant.by_relay, Contact.ref).join(Contact, Contact.id == Participant.contact_id)


def test_awa_registers_first_and_then_enters_her_neighbour(awa: Line, core: Core) -> None:
    awa.dials("1")
    registers(awa)
    awa.outbox()
    awa.dials("1", "3")
    awa.sees("Cette autre personne :", "1 Se sert aussi de ce téléphone", "2 N'a pas de téléphone")
    awa.types("2")
    awa.sees("Lisez à la personne : ", "garde votre nom", "C'est libre.")
    awa.types("1")
    awa.sees("La personne elle-même accepte-t-elle ?")
    awa.types("1")
    awa.sees("prénom")
    awa.types("Bintou Coulibaly", "5", "1", "1", "2", "1", "1", "2", "9")
    awa.sees("Merci Bintou Coulibaly.")
    storing.drain(core)
    ref = core.settings.vault.ref("phone", awa.phone)
    assert rows(core.db, WHO.order_by(Participant.id)) == [(False, ref), (True, ref)]
    assert count(core.db, Consent) == 2
    assert "Awa" not in awa.outbox()[-1]  # of each message, nobody but who it is about


def test_a_relay_need_not_be_registered(awa: Line, core: Core) -> None:
    awa.texts("RELAIS")
    assert awa.outbox()[-1].startswith("Lisez à la personne")
    for answer in ("1", "1", "Bintou Coulibaly", "5", "1", "1", "2", "1"):
        awa.texts(answer)
    before = len(awa.outbox())
    awa.texts("1")
    (confirmation,) = awa.outbox()[before:]
    assert confirmation.startswith("Merci Bintou Coulibaly. Inscription notée")
    assert [by_relay for by_relay, _ in rows(core.db, WHO)] == [True]


def test_without_the_persons_own_word_nothing_is_kept(awa: Line, core: Core) -> None:
    awa.texts("RELAIS")
    awa.texts("1")
    awa.texts("2")
    assert "Aucune réponse n'est gardée" in awa.outbox()[-1]
    assert (count(core.db, Participant), count(core.db, Consent)) == (0, 0)
