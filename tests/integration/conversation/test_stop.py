"""STOP wins over everything, at once, on every later list; it also exists inside USSD."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from jamakan import broadcasts, reminders, sending, storing
from jamakan.broadcasts.counting import Count, count
from jamakan.core import Core
from jamakan.store.activities import open_activities
from jamakan.store.message_list import latest
from tests.integration.conversation.test_registration import registers
from tests.support.line import Line


def first_activity(core: Core) -> str:
    with core.db.read() as connection:
        return open_activities(connection, datetime.now(UTC))[0].slug


def reminded(core: Core) -> Count:
    """Whom a reminder would go to."""
    return count(core, reminders.plan(core, first_activity(core), {"fr": "Rappel"}))


@pytest.mark.parametrize("word", ["STOP", "Arrêt", "fin"])
def test_stop_by_sms_is_confirmed_and_leaves_later_lists(awa: Line, core: Core, word: str) -> None:
    awa.dials("1")
    registers(awa)
    awa.texts(word)
    assert awa.outbox()[-1].startswith("C'est noté : vous ne recevrez plus de message")
    counted = reminded(core)
    assert (counted.lines, dict(counted.excluded)) == (0, {"opted_out": 1})


def test_stop_as_an_answer_in_a_ussd_survey_ends_it_and_is_no_answer(awa: Line, core: Core) -> None:
    awa.dials("1")
    awa.types("2", "4", "stop")
    awa.sees("vous ne recevrez plus")
    assert awa.call_ended()
    storing.drain(core)
    assert reminded(core).lines == 0


def test_stop_from_the_ussd_menu_and_back(awa: Line) -> None:
    awa.dials("1")
    awa.types("6")
    awa.sees("vous ne recevrez plus")
    awa.dials()
    awa.sees("6 Recevoir les SMS")
    awa.types("6")
    awa.sees("vous recevrez de nouveau")


def test_stop_in_the_middle_of_an_sms_survey_wins_and_the_answers_stay(awa: Line) -> None:
    awa.texts("AVIS")
    awa.texts("4")
    awa.texts("STOP")
    assert "ne recevrez plus" in awa.outbox()[-1]


def test_reprendre_brings_messages_back(awa: Line, core: Core) -> None:
    awa.dials("1")
    registers(awa)
    awa.texts("STOP")
    awa.texts("REPRENDRE")
    assert awa.outbox()[-1].startswith("C'est noté : vous recevrez de nouveau")
    assert reminded(core).lines == 1


def test_somebody_who_stopped_is_not_told_that_a_message_was_not_recognised(awa: Line) -> None:
    awa.texts("STOP")
    awa.texts("bonjour")
    assert len(awa.outbox()) == 1


def test_stop_counts_before_sql_knows_it(line: Callable[[str], Line], core: Core) -> None:
    """The reminder is queued, STOP arrives, the store worker sleeps: the sender asks Redis."""
    awa = line("+22370000001")
    awa.dials("1")
    registers(awa)
    awa.outbox()
    reminders.remind(core, first_activity(core), {"fr": "Rappel"})
    broadcasts.prepare(core)
    awa.texts("STOP")
    assert sending.flush(core)
    with core.db.read() as connection:
        states = {row.body: row.state for row in latest(connection, core.settings.vault, (), 10)}
    assert states["Rappel"] == "skipped"
