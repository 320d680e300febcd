"""What the clock removes when its time is over, and what it never touches."""

from datetime import timedelta

import pytest

from jamakan import events, retention, schedule
from jamakan.core import Core
from jamakan.events import Report
from jamakan.store import ingest, removing
from jamakan.store.models import Answer, DeliveryReport, Dialogue, StaffSignIn, Turn
from jamakan.store.staff import sign_ins
from tests.support.rows import count
from tests.support.stories import NOON, VAULT, Phone, dialogue_of

YEAR = timedelta(days=365)


def talks(core: Core, phone: Phone, *, ends: bool) -> None:
    """A dialogue of two turns, and a third one long after."""
    key = dialogue_of(phone)
    told = [
        phone.says(events.DialogueStarted(key, "feedback", "v1", "fr")),
        phone.says(
            events.Answered(key, "why", "text", "Merci", False),
            *([events.DialogueEnded(key, "completed")] if ends else []),
        ),
        phone.says(at=NOON + YEAR),
    ]
    ingest.apply(core.db, VAULT, told)


@pytest.mark.parametrize("rows", [2, 5000])
def test_requests_of_closed_dialogues_go_and_their_answers_stay(
    core: Core, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    monkeypatch.setattr(removing, "ROWS", rows)
    talks(core, Phone("+22370000001"), ends=True)
    talks(core, Phone("+22370000002"), ends=False)
    talks(core, Phone("+22370000003"), ends=True)
    assert retention.remove(core, NOON + YEAR + timedelta(hours=1)) == 4
    assert count(core.db, Turn) == 5  # the open dialogue's three, and the young ones of the others
    assert (count(core.db, Answer), count(core.db, Dialogue)) == (3, 3)
    assert retention.remove(core, NOON + YEAR + timedelta(hours=1)) == 0


def test_what_is_young_stays(core: Core) -> None:
    talks(core, Phone("+22370000001"), ends=True)
    assert retention.remove(core, NOON + YEAR - timedelta(hours=1)) == 0


def test_reports_and_sign_ins_go(core: Core) -> None:
    report = Report("africastalking", "ATX1", "delivered", "Success", "", "", at=NOON.timestamp())
    ingest.apply(core.db, VAULT, [report])
    assert count(core.db, DeliveryReport) == 1
    with core.db.begin() as connection:
        sign_ins.sweep(connection, NOON)
    assert retention.remove(core, NOON + timedelta(days=181)) == 1
    assert (count(core.db, DeliveryReport), count(core.db, StaffSignIn)) == (0, 0)


def test_the_outlook_says_what_the_next_time_takes(core: Core) -> None:
    talks(core, Phone("+22370000001"), ends=True)
    now = NOON + YEAR + timedelta(hours=1)
    by_kind = {one.kind: one for one in retention.outlook(core, now)}
    assert (by_kind["turns"].oldest.due, by_kind["turns"].oldest.more) == (2, False)
    assert by_kind["turns"].last is None
    retention.remove(core, now)
    retention.remove(core, now + timedelta(hours=1))
    after = next(one for one in retention.outlook(core, now) if one.kind == "turns")
    assert after.last is not None
    assert (after.last.removed, after.last.in_all, after.oldest.due) == (0, 2, 0)


def test_the_clock_asks_for_it(core: Core) -> None:
    assert {"retention", "exports"} <= set(schedule.ask(core))
