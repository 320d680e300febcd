"""People report, ask and propose by USSD and SMS, follow it, and say whether they are satisfied."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from jamakan import storing
from jamakan.core import Core
from jamakan.inbox import cases as acts
from jamakan.privacy.vault import Vault
from jamakan.staff import accounts
from jamakan.store.inbox import cases, history
from jamakan.store.inbox.cases import Case
from jamakan.store.models import Case as Row
from jamakan.store.models import Dialogue
from tests.support.letters import counts_agree
from tests.support.line import Line
from tests.support.rows import column, count, rows

REGISTERED = ("1", "1", "1", "1", "Awa Traoré", "2", "1", "1", "1", "1", "1")


@pytest.fixture
def oumou(core: Core) -> int:
    """One of the staff."""
    return accounts.add(core, "Oumou Bah", "oumou@example.org", "operator", "une phrase assez longue").id


@pytest.fixture
def vault(core: Core) -> Vault:
    return core.settings.vault


def case(core: Core, number: int, *, sensitive: bool = False) -> Case:
    """The case as it is now, once all is stored."""
    storing.drain(core)
    with core.db.read() as connection:
        found = cases.one(connection, core.settings.vault, number, sensitive=sensitive)
    assert found is not None
    return found


def told(core: Core, number: int) -> list[tuple[str, str]]:
    """What happened to it: event, words."""
    with core.db.read() as connection:
        return [(one.event, one.text) for one in history.of(connection, core.settings.vault, number)]


def reports(awa: Line) -> None:
    """A challenge by USSD, from the language on."""
    awa.dials()
    awa.types("1", "3")
    awa.sees("1 Poser une question", "2 Parler d'un abus (confidentiel)")
    awa.types("1")
    awa.sees("1 Une question", "2 Un problème", "3 Une proposition")
    awa.types("2")
    awa.sees("À quel sujet ?", "1 L'eau", "8 Autre chose")
    awa.types("1")
    awa.sees("Dans quelle région ?", "1 Kayes", "98 Suite")
    awa.types("1")
    awa.sees("Quelle institution est concernée ?")
    awa.types("La mairie")
    awa.sees("Dites-le en une phrase")
    awa.types("Le forage est en panne * depuis lundi")
    awa.sees("1 Oui", "2 Je préfère rester anonyme")
    awa.types("1")


def test_a_challenge_by_ussd_is_a_case_with_a_number_and_a_day(awa: Line, core: Core) -> None:
    reports(awa)
    awa.sees("Merci, c'est bien reçu.")
    assert awa.call_ended()
    (sms,) = awa.outbox()
    assert sms.startswith("Message reçu, numéro 1. Réponse avant le ")
    assert sms.endswith("Pour suivre : SUIVI 1.")
    found = case(core, 1)
    assert (found.about.kind, found.about.theme, found.about.region) == ("challenge", "water", "kayes")
    assert (found.state, found.waits, found.acknowledged_at, found.anonymous) == ("received", True, None, False)
    assert told(core, 1) == [("opened", "Le forage est en panne * depuis lundi\nLa mairie")]


def test_a_repeated_hop_opens_no_second_case(awa: Line, core: Core) -> None:
    reports(awa)
    before = awa.screen
    assert awa.repeats() == before
    storing.drain(core)
    assert count(core.db, Row) == 1


@pytest.mark.parametrize(
    ("sms", "kind"),
    [
        ("SOUCI le forage est en panne", "challenge"),
        ("Question : quand est l'atelier ?", "question"),
        ("proposition 3 bancs à l'école", "proposal"),
        ("PROBLEM the pump is broken", "challenge"),
    ],
)
def test_a_case_in_one_sms_and_one_sms_back(awa: Line, core: Core, sms: str, kind: str) -> None:
    awa.texts(sms)
    (answer,) = awa.outbox()
    assert "SUIVI 1" in answer or "FOLLOW 1" in answer
    assert case(core, 1).about.kind == kind
    assert counts_agree(core.db)


def test_an_answer_that_begins_with_a_keyword_is_an_answer(awa: Line, core: Core) -> None:
    awa.texts("AVIS 4")
    awa.texts("Question de temps")
    storing.drain(core)
    assert count(core.db, Row) == 0


def test_by_sms_question_by_question(awa: Line, core: Core) -> None:
    awa.texts("SOUCI")
    for answer in ("3", "8", "9", "9", "Un marché couvert", "2"):
        awa.texts(answer)
    sent = awa.outbox()
    assert len(sent) == 7
    assert "numéro 1" in sent[-1]
    assert (case(core, 1).about.kind, case(core, 1).anonymous) == ("proposal", True)


def test_the_state_of_a_case_is_told_by_sms_and_by_ussd_to_its_line_only(
    awa: Line, moussa: Line, core: Core, oumou: int
) -> None:
    awa.texts("SOUCI le forage est en panne")
    acts.move(core, case(core, 1), "transmit", oumou, "", "Mairie de Kayes", tell=True)
    awa.texts("SUIVI 1")
    _first, second, third = awa.outbox()
    assert "est transmis à Mairie de Kayes" in second
    assert third.startswith("Dossier 1 : transmis à Mairie de Kayes, ")
    moussa.texts("SUIVI 1")
    (answer,) = moussa.outbox()
    moussa.texts("SUIVI 2")
    assert moussa.outbox() == [answer, answer.replace("1", "2", 1)]
    assert answer.startswith("Aucun dossier 1 sur ce numéro.")
    awa.dials("3", "3")
    awa.sees("Vos demandes :", "N° 1 : transmis à Mairie de Kayes")
    awa.types("1")
    awa.sees("Dossier 1 : transmis à Mairie de Kayes")


def test_an_older_case_is_found_by_its_number(awa: Line, core: Core) -> None:
    for word in ("un", "deux", "trois", "quatre"):
        awa.texts(f"SOUCI {word}")
    assert len(awa.outbox()) == 4
    awa.texts("SUIVI 1")
    assert awa.outbox()[-1].startswith("Dossier 1 : reçu, ")


@pytest.mark.parametrize(
    ("answer", "satisfied", "state", "waits"),
    [("1", "yes", "satisfied", False), ("2", "no", "read", True), ("pas encore", "not_yet", "satisfied", False)],
)
def test_satisfaction_is_asked_at_the_end_and_no_opens_it_again(
    awa: Line, core: Core, oumou: int, answer: str, satisfied: str, state: str, waits: bool
) -> None:
    awa.texts("SOUCI le forage est en panne")
    acts.move(core, case(core, 1), "satisfy", oumou, tell=True)
    assert awa.outbox()[-1].endswith("Satisfait(e) ? 1 Oui 2 Non 3 Pas encore")
    awa.texts(answer)
    assert "noté" in awa.outbox()[-1]
    found = case(core, 1)
    assert (found.satisfied, found.state, found.waits) == (satisfied, state, waits)
    assert counts_agree(core.db)


def test_who_said_yes_is_not_asked_again(awa: Line, core: Core, oumou: int) -> None:
    awa.texts("SOUCI le forage est en panne")
    acts.move(core, case(core, 1), "reject", oumou, "Déjà réparé.", tell=True)
    assert "Raison : Déjà réparé. Satisfait(e)" in awa.outbox()[-1]
    awa.texts("SUIVI 1")
    awa.texts("1")
    assert case(core, 1).satisfied == "yes"
    awa.dials("3", "3", "1")
    awa.sees("Dossier 1 : rejeté")
    assert awa.call_ended()


def test_a_confidential_call_leaves_no_words_no_sms_and_no_trace_but_for_the_trusted(
    awa: Line, core: Core, oumou: int
) -> None:
    awa.dials()
    awa.types("1", "3", "2")
    awa.sees("ne donnez aucun nom ici", "1 Etre rappelé(e)")
    awa.types("1", "3")
    awa.sees("C'est noté. Une personne de confiance vous appellera.")
    assert awa.outbox() == []
    found = case(core, 1, sensitive=True)
    assert (found.state, found.waits, found.about.title) == ("received", False, "")
    assert told(core, 1) == [("opened", "evening")]
    with core.db.read() as connection:
        assert cases.one(connection, core.settings.vault, 1) is None
        assert cases.of_contact(connection, core.settings.vault, found.contact_id) == []
    assert rows(core.db, select(Dialogue.flow)) == []
    acts.move(core, found, "satisfy", oumou, tell=True)
    awa.texts("SUIVI 1")
    awa.texts("Bonjour")
    (status, _) = awa.outbox()
    assert status.startswith("Aucun dossier 1 sur ce numéro.")  # whoever has the phone learns nothing of it
    assert column(core.db, select(Row.waits)) == [False]


def test_a_safe_call_dropped_halfway_is_never_taken_up_by_sms(awa: Line, core: Core) -> None:
    awa.dials()
    awa.types("1", "3", "2", "1")
    awa.texts("1")
    awa.texts("Bonjour")
    assert not any("appel" in sms and "abus" in sms for sms in awa.outbox())
    assert count(core.db, Row) == 0


def test_by_sms_the_safe_way_is_a_call(awa: Line, core: Core) -> None:
    awa.texts("SOUCI")
    awa.texts("99")
    awa.texts("3")
    awa.texts("2")
    assert "n'écrivez rien par SMS. Appelez le " in awa.outbox()[-1]
    assert count(core.db, Row) == 0


def test_a_registered_person_is_asked_whether_it_is_in_their_region(line: Callable[[str], Line], core: Core) -> None:
    awa = line("+22370000009")
    awa.dials(*REGISTERED)
    assert awa.outbox()
    awa.dials("3", "1", "2", "1")
    awa.sees("Votre région : Kayes. Est-ce là ?")
    awa.types("1", "9", "Le forage est en panne", "2")
    found = case(core, 1)
    assert (found.about.region, found.activity_id is not None, found.anonymous) == ("kayes", True, True)
