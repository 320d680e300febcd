"""When messages nobody asked for may leave. Bamako is on UTC, so a city that is not keeps us honest."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jamakan.hours import WEEKDAYS, Hours, NeverOpen

BAMAKO = ZoneInfo("Africa/Bamako")
HOUSE = Hours(time(8), time(20), BAMAKO, frozenset({"sun", "2026-12-25"}))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "opens"),
    [
        ("2026-11-23 10:15", "2026-11-23 10:15"),
        ("2026-11-23 07:59", "2026-11-23 08:00"),
        ("2026-11-23 19:59", "2026-11-23 19:59"),
        ("2026-11-23 20:00", "2026-11-24 08:00"),
        ("2026-11-28 21:00", "2026-11-30 08:00"),  # Saturday night: Sunday is blocked
        ("2026-12-24 20:30", "2026-12-26 08:00"),  # a blocked date
    ],
)
def test_the_first_open_moment(asked: str, opens: str) -> None:
    assert HOUSE.next_open(utc(asked)) == utc(opens)


def test_hours_are_those_of_the_house_not_of_utc() -> None:
    nairobi = Hours(time(8), time(20), ZoneInfo("Africa/Nairobi"))
    assert nairobi.is_open(utc("2026-11-23 05:00"))
    assert nairobi.next_open(utc("2026-11-23 18:00")) == utc("2026-11-24 05:00")


def test_a_broadcast_may_narrow_the_hours_but_not_widen_them() -> None:
    assert HOUSE.narrowed("14:00", "23:00") == Hours(time(14), time(20), BAMAKO, HOUSE.blocked)
    with pytest.raises(NeverOpen, match="before they begin"):
        HOUSE.narrowed("21:00", "")


@pytest.mark.parametrize(
    ("opens", "closes", "blocked"),
    [(time(20), time(8), ()), (time(8), time(8), ()), (time(8), time(20), WEEKDAYS)],
)
def test_hours_that_never_open_are_refused(opens: time, closes: time, blocked: tuple[str, ...]) -> None:
    with pytest.raises(NeverOpen):
        Hours(opens, closes, BAMAKO, frozenset(blocked))


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_the_next_open_moment_is_open_and_not_before(at: datetime) -> None:
    found = HOUSE.next_open(at)
    assert found >= at
    assert HOUSE.is_open(found)
