"""The code shown in the room, sent by SMS or dialled behind the service's own."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from jamakan.core import Core
from jamakan.projections import project_programme
from jamakan.store import day_codes, models
from jamakan.store.activities import row_id
from jamakan.store.registrations import REGISTERED
from tests.integration.conversation.test_registration import registers
from tests.support.line import Line
from tests.support.rows import column, rows

MARKS = select(models.Attendance.registration_id, models.Attendance.day, models.Attendance.source).order_by(
    models.Attendance.registration_id, models.Attendance.day
)
Codes = Callable[[int], str]


@pytest.fixture
def kayes(core: Core) -> str:
    """Its slug: the first of the list."""
    query = select(models.Activity.slug).where(models.Activity.starts_at > datetime.now(UTC))
    return str(column(core.db, query.order_by(models.Activity.starts_at))[0])


@pytest.fixture
def begins(core: Core, kayes: str) -> Callable[[int], None]:
    """Have the activity be on its day of this number today, all registered before it began."""

    def move(day: int) -> None:
        first = datetime.now(UTC).replace(hour=0, minute=0, second=1) - timedelta(days=day - 1)
        times = {"starts_at": first, "ends_at": first + timedelta(days=1, hours=12)}
        with core.db.begin() as connection:
            connection.execute(update(models.Activity).where(models.Activity.slug == kayes).values(times))
        project_programme(core)

    return move


@pytest.fixture
def code(core: Core, kayes: str) -> Codes:
    """The code of a day, made if need be."""

    def of(day: int) -> str:
        with core.db.begin() as connection:
            found = row_id(connection, kayes)
            assert found is not None
            made = day_codes.make(connection, found, day, None, datetime.now(UTC))
        project_programme(core)
        return made

    return of


def comes(person: Line, name: str = "Awa Traoré") -> None:
    """Registers, and what Redis knows is up to date."""
    person.dials("1")
    registers(person, name)
    person.outbox()


def marks(awa: Line) -> list[tuple[int, int, str]]:
    awa.outbox()
    return rows(awa.core.db, MARKS)


@pytest.mark.parametrize("text", ["PRESENT {}", "présente {}", "{}", " {} "])
def test_awa_sends_it(awa: Line, begins: Callable[[int], None], code: Codes, text: str) -> None:
    comes(awa)
    begins(1)
    awa.texts(text.format(code(1)))
    assert awa.outbox()[-1] == "Merci, présence notée : Kayes, jour 1. Bonne session !"
    assert marks(awa) == [(1, 1, "phone")]


def test_awa_dials_it(awa: Line, begins: Callable[[int], None], code: Codes) -> None:
    comes(awa)
    begins(2)
    awa.dials(code(2))
    awa.sees("présence notée : Kayes, jour 2")
    assert awa.call_ended()
    awa.repeats()
    awa.dials(code(2))  # twice is once
    assert marks(awa) == [(1, 2, "phone")]


def test_both_days(awa: Line, begins: Callable[[int], None], code: Codes) -> None:
    comes(awa)
    begins(1)
    awa.dials(code(1))
    begins(2)
    awa.texts(f"PRESENT {code(2)}")
    assert marks(awa) == [(1, 1, "phone"), (1, 2, "phone")]


def test_yesterdays_code_and_a_wrong_one(awa: Line, begins: Callable[[int], None], code: Codes) -> None:
    comes(awa)
    yesterday, today = code(1), code(2)
    assert yesterday != today
    begins(2)
    awa.dials(yesterday)
    awa.sees("Ce code est celui d'un autre jour.")
    wrong = next(number for number in ("1111", "2222", "3333") if number not in (yesterday, today))
    awa.texts(f"PRESENT {wrong}")
    assert awa.outbox()[-1].startswith("Ce n'est pas le code d'aujourd'hui.")
    awa.texts("PRESENT")
    assert awa.outbox()[-1].startswith("Ce n'est pas le code d'aujourd'hui.")
    assert marks(awa) == []


def test_who_has_no_seat_is_sent_to_the_desk(
    awa: Line, moussa: Line, begins: Callable[[int], None], code: Codes
) -> None:
    comes(awa)
    begins(1)
    moussa.dials(code(1))
    moussa.sees("Kayes : ce numéro n'a pas de place", "Voyez la table d'accueil")
    assert marks(awa) == []


def test_a_shared_phone_says_who_is_there(awa: Line, begins: Callable[[int], None], code: Codes) -> None:
    comes(awa)
    awa.dials("1", "3", "1", "1", "1")
    awa.types("Oumar Traoré", "3", "2", "1", "2", "1", "1", "2", "2")
    awa.outbox()
    begins(1)
    awa.dials(code(1))
    awa.sees("Kayes : qui est là aujourd'hui ?", "1 Awa", "2 Oumar", "3 Tous")
    awa.types("2")
    awa.sees("présence notée")
    assert marks(awa) == [(2, 1, "phone")]
    awa.texts(code(1))
    awa.texts("3")
    assert marks(awa) == [(1, 1, "phone"), (2, 1, "phone")]


def test_a_seat_given_up_meanwhile_is_told(awa: Line, core: Core, begins: Callable[[int], None], code: Codes) -> None:
    comes(awa)
    begins(1)
    with core.db.begin() as connection:
        gone = update(models.Registration).where(models.Registration.state == REGISTERED)
        connection.execute(gone.values(state="cancelled"))
    awa.dials(code(1))
    assert awa.outbox()[-1].startswith("Votre présence n'a pas pu être notée")
    assert marks(awa) == []


def test_four_digits_answer_a_question_that_waits(awa: Line, begins: Callable[[int], None], code: Codes) -> None:
    comes(awa)
    begins(1)
    today = code(1)
    awa.texts("AVIS")
    awa.texts("4")
    wrong = "1111" if today != "1111" else "2222"
    awa.texts(wrong)  # why? in one sentence
    assert "Votre proposition" in awa.outbox()[-1]
    awa.texts(today)
    assert marks(awa) == [(1, 1, "phone")]
