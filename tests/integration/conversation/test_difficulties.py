"""Six questions after a registration: asked on USSD, each may be passed over, kept on the person they are about."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from jamakan import storing
from jamakan.core import Core
from jamakan.store import tallies
from jamakan.store.activities import row_id
from jamakan.store.models import Activity, Contact, Dialogue, Participant
from jamakan.store.people.erasing import erase
from tests.integration.conversation.test_registration import registers
from tests.support.line import Line
from tests.support.rows import column, rows

STANDS = select(Participant.disability, Participant.disability_some, Participant.pvh).order_by(Participant.id)


def stands(core: Core) -> list[tuple[str, ...]]:
    """Of each person: the standard threshold, the wide one, what they say they are."""
    storing.drain(core)
    return rows(core.db, STANDS)


def to_the_questions(person: Line, name: str = "Awa Traoré") -> None:
    person.types("1", "1", "1", name, "2", "1", "1", "2", "1", "1")


def test_awa_answers_all_six(awa: Line, core: Core) -> None:
    awa.dials("1")
    to_the_questions(awa)
    awa.sees("6 questions sur les difficultés")
    awa.types("1")
    awa.sees("difficultés à voir, même avec des lunettes", "4 Je ne peux pas", "9 Passer")
    awa.types("1", "1")
    awa.sees("à marcher ou à monter des marches")
    awa.types("3", "2", "1", "1")
    awa.sees("Vous considérez-vous comme une personne vivant avec un handicap ?")
    awa.types("2")
    awa.sees("Merci Awa Traoré.", "Inscription notée : Kayes", "Code ")
    assert awa.call_ended()
    assert stands(core) == [("yes", "yes", "no")]
    assert len(awa.outbox()) == 1  # the confirmation, alone


def test_nobody_says_the_word_before_the_six_questions(awa: Line) -> None:
    awa.dials("1")
    to_the_questions(awa)
    awa.types(*("1",) * 7)
    assert not any("handicap" in screen for screen in awa.screens[:-1])
    awa.sees("handicap")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (("2", "9"), ("", "", "no_answer")),  # all passed over
        (("1", "9", "9", "9", "9", "9", "9", "1"), ("", "", "yes")),  # each passed over: not a "no"
        (("1", "1", "1", "1", "1", "1", "1", "2"), ("no", "no", "no")),
        (("1", "1", "1", "1", "1", "1", "2", "1"), ("no", "yes", "yes")),  # what they say is another matter
        (("1", "4"), ("yes", "yes", "")),  # and then the line dropped
        (("1", "2", "0", "1", "1", "1", "1", "1", "1", "9"), ("no", "no", "no_answer")),  # taken back
    ],
)
def test_what_is_kept(awa: Line, core: Core, typed: tuple[str, ...], kept: tuple[str, ...]) -> None:
    awa.dials("1")
    to_the_questions(awa)
    awa.types(*typed)
    assert stands(core) == [kept]


def test_the_answers_are_those_of_the_person_just_registered(awa: Line, core: Core) -> None:
    awa.dials("1")
    to_the_questions(awa, "Awa Traoré")
    awa.types("1", "4")  # and the call breaks off
    awa.outbox()
    awa.dials("99", "1")
    awa.types("3", "1", "1", "1", "Oumar Traoré", "3", "2", "1", "2", "1", "1")
    awa.sees("Inscription notée. 6 questions")
    awa.types("1", "1", "1", "1", "1", "1", "1", "2")
    assert stands(core) == [("yes", "yes", ""), ("no", "no", "no")]


def test_who_registers_again_is_the_same_person(awa: Line, core: Core) -> None:
    awa.dials("1")
    registers(awa)
    awa.outbox()
    awa.dials("1", "3", "1", "1", "1")
    awa.types("Awa Traoré", "2", "1", "1", "2", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1")
    assert stands(core) == [("no", "no", "yes")]


def test_the_counts_of_the_activity_follow(awa: Line, moussa: Line, core: Core) -> None:
    for person, typed in ((awa, ("1", "4", "1", "1", "1", "1", "1", "1")), (moussa, ("2", "9"))):
        person.dials("1")
        to_the_questions(person, "Sira")
        person.types(*typed)
    storing.drain(core)
    (slug,) = column(core.db, select(Activity.slug).where(Activity.seats_taken == 2))
    with core.db.read() as connection:
        found = row_id(connection, slug)
        assert found is not None
        tally = tallies.of(connection, [found])[found]
    assert tally.values(tallies.SEATED_NOW, "disability") == {"": 1, "yes": 1}
    assert tally.values(tallies.SEATED_NOW, "pvh") == {"no_answer": 1, "yes": 1}


def test_who_is_erased_takes_their_answers_off_a_line_that_others_use(awa: Line, core: Core) -> None:
    awa.dials("1")
    to_the_questions(awa, "Awa Traoré")
    awa.types("1", "4", "1", "1", "1", "1", "1", "2")
    awa.outbox()
    awa.dials("1", "3", "1", "1", "1")
    awa.types("Oumar Traoré", "3", "2", "1", "2", "1", "1", "2", "9")
    awa.outbox()
    with core.db.begin() as connection:
        assert erase(connection, core.settings.vault, 1, datetime.now(UTC))
    there = select(Dialogue.flow).join(Contact, Contact.id == Dialogue.contact_id).order_by(Dialogue.id)
    ref = core.settings.vault.ref("phone", awa.phone)
    assert column(core.db, there.where(Contact.ref == ref)) == ["registration", "difficulties"]
    assert column(core.db, there.where(Contact.ref != ref)) == ["registration", "difficulties"]


def test_by_sms_the_confirmation_is_all(awa: Line, core: Core) -> None:
    awa.texts("INSCRIRE")
    for answer in ("1", "1", "Awa Traoré", "2", "1", "9", "9", "9"):
        awa.texts(answer)
    before = len(awa.outbox())
    awa.texts("1")
    (confirmation,) = awa.outbox()[before:]
    assert confirmation.startswith("Merci Awa Traoré. Inscription notée : Kayes")
    assert stands(core) == [("", "", "")]
    said = select(Participant.region, Participant.group, Participant.displacement)
    assert rows(core.db, said) == [("", "no_answer", "no_answer")]
