"""People see, take back and erase what is held of them by phone, whoever they share it with."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from jamakan.core import Core
from jamakan.people import erasing
from jamakan.store import sealing
from jamakan.store.models import Answer, AuditEntry, Consent, Contact, Member, Participant, Registration, Tombstone
from jamakan.store.privacy.withdrawing import person_stands
from jamakan.store.profiles import profile
from tests.integration.conversation.test_registration import registers
from tests.support.line import AWA, Line
from tests.support.rows import column, counters_agree, rows
from tests.support.stories import VAULT

LATER = timedelta(minutes=11)  # the last message found no carrier in these tests


def erased(core: Core) -> int:
    return erasing.erase_asked(core, datetime.now(UTC) + LATER)


def names(core: Core) -> list[str | None]:
    found = column(core.db, select(Participant.name).order_by(Participant.id))
    return [VAULT.open_text(name, sealing.NAME) if name else None for name in found]


def registered(line: Line, *people: str) -> None:
    for number, name in enumerate(people):
        line.dials()
        if number == 0:
            line.types("1")
            registers(line, name)
        else:
            line.types("1", "3", "1", "1", "1", name, "2", "1", "1", "2", "1", "1")
        line.outbox()


def test_effacer_by_sms_asks_first_then_erases_and_says_so_last(awa: Line, core: Core) -> None:
    registered(awa, "Awa Traoré")
    awa.texts("mon secret à moi")
    awa.texts("EFFACER")
    assert "C'est pour toujours. Effacer ?" in awa.outbox()[-1]
    assert erased(core) == 0
    awa.texts("1")
    assert awa.outbox()[-1].startswith("Vos données ont été effacées le ")
    assert erasing.erase_asked(core) == 0, "its last words had no time to leave"
    assert erased(core) == 1
    assert names(core) == [None]
    ref = VAULT.ref("phone", AWA)
    assert column(core.db, select(Contact.ref)) != [ref]
    assert [key for key in core.redis.scan_iter() if ref.encode() in key] == []
    assert rows(core.db, select(Tombstone.ref, Tombstone.opted_out)) == [(ref, True)]
    assert column(core.db, select(AuditEntry.action)) == ["person.erased_by_phone"]
    assert column(core.db, select(AuditEntry.account_id)) == [None]
    assert counters_agree(core.db)
    assert erased(core) == 0, "once"


def test_no_is_no(awa: Line, core: Core) -> None:
    registered(awa, "Awa Traoré")
    awa.texts("EFFACER")
    awa.texts("2")
    assert awa.outbox()[-1].startswith("Rien n'est effacé.")
    assert erased(core) == 0
    assert names(core) == ["Awa Traoré"]


def test_somebody_who_never_registered_is_erased_with_their_line(awa: Line, core: Core) -> None:
    awa.texts("Bonjour, le puits est sec")
    awa.texts("erase")
    awa.texts("yes")
    assert awa.outbox()[-1].startswith("Your data was erased on ")
    assert erased(core) == 1
    assert VAULT.ref("phone", AWA) not in column(core.db, select(Contact.ref))


def test_on_a_shared_phone_only_who_is_named_is_erased(awa: Line, core: Core) -> None:
    registered(awa, "Awa Traoré", "Sira Keïta")
    awa.dials()
    awa.types("5", "2")
    awa.sees("Ce que COCEM garde de vous :", "3 Effacer mes données")
    awa.types("3")
    awa.sees("Plusieurs personnes utilisent ce numéro. Pour qui ?")
    awa.types("KEITA sira", "1")
    awa.sees("Un dernier SMS vous dit quand c'est fait.")
    assert "Les autres personnes de ce numéro restent inscrites." in awa.outbox()[-1]
    assert erased(core) == 1
    assert names(core) == ["Awa Traoré", None]
    assert VAULT.ref("phone", AWA) in column(core.db, select(Contact.ref))
    assert column(core.db, select(Contact.opted_out).where(Contact.ref == VAULT.ref("phone", AWA))) == [False]


def test_a_name_nobody_has_erases_nobody(awa: Line, core: Core) -> None:
    registered(awa, "Awa Traoré", "Sira Keïta")
    awa.texts("EFFACER")
    awa.texts("Moussa Diarra")
    awa.texts("1")
    assert awa.outbox()[-1].startswith("Ce nom n'est pas inscrit sur ce numéro : rien n'est changé.")
    assert erased(core) == 0
    assert names(core) == ["Awa Traoré", "Sira Keïta"]


def test_whoever_registers_meanwhile_is_not_erased_with_who_asked(awa: Line, core: Core) -> None:
    registered(awa, "Awa Traoré")
    awa.texts("EFFACER")
    awa.texts("1")
    awa.outbox()
    awa.dials()
    awa.types("1", "3", "1", "1", "1", "Sira Keïta", "2", "1", "1", "2", "1", "1")
    awa.outbox()
    assert erased(core) == 1
    assert names(core) == [None, "Sira Keïta"]


def test_what_was_said_before_an_erasure_and_stored_late_comes_back_no_more(awa: Line, core: Core) -> None:
    registered(awa, "Awa Traoré")
    awa.texts("EFFACER")
    awa.texts("1")
    awa.outbox()
    awa.texts("mon secret à moi")
    assert erased(core) == 1
    assert awa.outbox() == []


@pytest.mark.parametrize("words", ["MES DONNEES", "mes données", "DONNEES"])
def test_people_see_what_is_held(awa: Line, words: str) -> None:
    registered(awa, "Awa Traoré")
    awa.texts(words)
    awa.texts("1")
    told = awa.outbox()[-1]
    assert told.startswith("COCEM garde votre numéro, votre nom, 1 inscription(s), ")
    assert datetime.now(UTC).strftime("Accord : %d/%m/%Y.") in told
    assert "Awa" not in told


def test_on_a_shared_phone_nothing_is_told_of_anybody(awa: Line) -> None:
    registered(awa, "Awa Traoré", "Sira Keïta")
    awa.texts("MES DONNEES")
    awa.texts("1")
    told = awa.outbox()[-1]
    assert told.startswith("COCEM garde ce numéro, ses SMS, et ce qu'ont dit plusieurs personnes")
    assert "Awa" not in told
    assert "inscription(s)" not in told


def test_retrait_keeps_the_rows_and_the_proof_and_writes_no_more(awa: Line, core: Core) -> None:
    registered(awa, "Awa Traoré")
    awa.texts("RETRAIT")
    awa.texts("1")
    assert awa.outbox()[-1].startswith("Votre accord est retiré le ")
    ((given, withdrawn),) = rows(core.db, select(Consent.given_at, Consent.withdrawn_at))
    assert withdrawn >= given
    assert column(core.db, select(Contact.opted_out)) == [True]
    assert names(core) == ["Awa Traoré"]
    with core.db.read() as connection:
        known = profile(connection, VAULT.ref("phone", AWA))
    assert known is not None
    assert (known.agreed, known.opted_out, known.people) == (False, True, 1)


def test_an_agreement_given_and_taken_back_in_one_batch_is_taken_back(awa: Line, core: Core) -> None:
    awa.dials("1")
    registers(awa)
    awa.texts("RETRAIT")
    awa.texts("1")
    awa.outbox()
    assert None not in column(core.db, select(Consent.withdrawn_at))


def test_on_a_shared_phone_one_takes_their_agreement_back_and_the_other_is_still_written_to(
    awa: Line, core: Core
) -> None:
    registered(awa, "Awa Traoré", "Sira Keïta")
    awa.texts("RETRAIT")
    awa.texts("Sira Keita")
    awa.texts("1")
    assert awa.outbox()[-1].startswith("L'accord de cette personne est retiré le ")
    own = select(Registration.participant_id, Consent.withdrawn_at).join(
        Consent, Consent.dialogue_key == Registration.dialogue_key
    )
    assert [(number, at is None) for number, at in rows(core.db, own.order_by(Registration.id))] == [
        (1, True),
        (2, False),
    ]
    assert column(core.db, select(Contact.opted_out)) == [False]
    assert column(core.db, select(Member.state)) == []


def test_who_took_their_agreement_back_stays_out_when_somebody_else_agrees_on_their_phone(
    awa: Line, core: Core
) -> None:
    registered(awa, "Awa Traoré")
    awa.texts("RETRAIT")
    awa.texts("1")
    awa.outbox()
    awa.dials()
    awa.types("1", "3", "1", "1", "1", "Sira Keïta", "2", "1", "1", "2", "1", "1")
    awa.outbox()
    standing = select(Participant.id).where(person_stands()).order_by(Participant.id)
    assert column(core.db, standing) == [2]


def test_of_a_minor_nothing_is_kept(awa: Line, core: Core) -> None:
    awa.dials("1")
    awa.types("1", "1", "1", "Awa Traoré")
    awa.outbox()  # what they said so far is stored already
    awa.types("1")
    awa.sees("Pour les moins de 18 ans")
    awa.outbox()
    assert column(core.db, select(Answer.id)) == []
    assert column(core.db, select(Consent.id)) == []
    assert names(core) == []
    with core.db.read() as connection:
        known = profile(connection, VAULT.ref("phone", AWA))
    assert known is not None
    assert not known.agreed
