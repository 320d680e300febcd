"""What keeps a due message from leaving now."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from jamakan.hours import Hours
from jamakan.store.outbox.due import Due
from jamakan.store.outbox.rules import Judge, Rules, Verdict

PARIS = ZoneInfo("Europe/Paris")  # an hour ahead of UTC in November, so that a day in UTC shows
RULES = Rules(Hours(time(8), time(20), PARIS, frozenset({"sun"})), unasked_a_day=2, replies_a_day=5, cap_micros=1000)
MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)
NIGHT = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)  # 20:30 there
TODAY = MONDAY.date()
MORNING = datetime(2026, 11, 24, 7, tzinfo=UTC)
HOUR = timedelta(hours=1)


def due(purpose: str, **columns: Any) -> Due:
    usual = Due(1, purpose, "d", 0, None, 1, None, 1, "ref", b"", "", False, None, 0, None, 0)
    return usual._replace(**columns)


@pytest.mark.parametrize(
    ("one", "now", "says"),
    [
        (due("reply"), MONDAY, None),
        (due("reply"), NIGHT, None),
        (due("reply", opted_out=True), MONDAY, None),  # whoever writes is answered
        (due("confirmation", opted_out=True), MONDAY, Verdict("skipped", "opted_out")),
        (due("broadcast", opted_out=True), MONDAY, Verdict("skipped", "opted_out")),
        (due("reply", body_digest=""), MONDAY, Verdict("skipped", "erased")),
        (due("reply", expires_at=MONDAY), MONDAY, Verdict("expired", "too late to be of use")),
        (due("reply", expires_at=MONDAY + HOUR), MONDAY, None),
        (due("followup"), NIGHT, Verdict("queued", "outside the hours", MORNING)),
        (due("followup", expires_at=NIGHT + HOUR), NIGHT, Verdict("expired", "outside the hours")),
        (due("followup", unasked_on=TODAY, unasked=1), MONDAY, None),
        (due("followup", unasked_on=TODAY - timedelta(days=1), unasked=9), MONDAY, None),
        (
            due("broadcast", unasked_on=TODAY, unasked=2),
            MONDAY,
            Verdict("queued", "too many messages that day", MORNING),
        ),
        (
            due("broadcast", unasked_on=TODAY, unasked=2, expires_at=MORNING),
            MONDAY,
            Verdict("expired", "too many messages that day"),
        ),
        (due("broadcast", replies_on=TODAY, replies=99), MONDAY, None),
        (due("reply", unasked_on=TODAY, unasked=99), MONDAY, None),
        (due("reply", replies_on=TODAY, replies=4), MONDAY, None),
        (due("confirmation", replies_on=TODAY, replies=5), MONDAY, Verdict("skipped", "too many answers today")),
    ],
)
def test_a_verdict(one: Due, now: datetime, says: Verdict | None) -> None:
    assert Judge(RULES, now).verdict(one) == says


def test_the_day_is_the_houses_and_a_blocked_one_is_passed_over() -> None:
    late = datetime(2026, 11, 28, 23, 30, tzinfo=UTC)  # Sunday there already
    assert Judge(RULES, late).today.isoformat() == "2026-11-29"
    (verdict,) = [Judge(RULES, late).verdict(due("followup"))]
    assert verdict is not None
    assert verdict.until == datetime(2026, 11, 30, 7, tzinfo=UTC)


def test_what_only_answers_may_spend() -> None:
    assert [RULES.cap(purpose) for purpose in ("reply", "confirmation", "followup", "broadcast")] == [
        *(1000, 1000, 900, 900)
    ]
    free = Rules(RULES.hours, 2, 5)
    assert free.cap("broadcast") is None
