"""The programme's series with their sums: how many came or are to come, against the target, women first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from gateway.console.current import core, today
from jamakan.programme.activities import Activity
from jamakan.store import tallies
from jamakan.store.activities import Series, all_series, by_ids
from jamakan.store.tallies import FEMALE, PRESENT, SEATED_NOW, Tally

DAYS = 28


@dataclass(frozen=True, slots=True)
class Place:
    """An activity in its series: how many came (as published, or as the door counted) and how many have a seat."""

    activity: Activity
    tally: Tally

    @property
    def reached(self) -> int:
        return self.tally.people(PRESENT) if self.activity.reached is None else self.activity.reached

    @property
    def shown(self) -> int:
        """What its bar shows: who came; before it is held, who has a seat."""
        return self.reached or self.tally.people(SEATED_NOW)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A series of activities with its sums."""

    series: Series
    places: list[Place]
    tally: Tally

    @property
    def reached(self) -> int:
        known = self.series.reached
        return sum(place.reached for place in self.places) if known is None else known

    @property
    def seated(self) -> int:
        return self.tally.people(SEATED_NOW)

    @property
    def counted(self) -> str:
        """The measure that shares are of: who came, or, while nobody did, who has a seat."""
        return PRESENT if self.tally.people(PRESENT) else SEATED_NOW

    @property
    def women(self) -> int:
        return self.tally.people(self.counted, "sex", FEMALE)

    @property
    def everybody(self) -> int:
        return self.tally.people(self.counted)

    def kinds(self, fact: str) -> dict[str, int]:
        """People of each kind, the most numerous first."""
        return self.tally.values(self.counted, fact)


@dataclass(frozen=True, slots=True)
class Day:
    """One day's registrations, and women among them."""

    day: date
    people: int
    women: int


def chapters() -> list[Chapter]:
    """All series, the latest first."""
    with core().db.read() as connection:
        series = all_series(connection)
        ids = [activity for one in series for activity in one.activities]
        known, counts = by_ids(connection, ids), tallies.of(connection, ids)
    return [_chapter(one, known, counts) for one in series]


def latest_days() -> list[Day]:
    """The last four weeks, today last."""
    first = today() - timedelta(days=DAYS - 1)
    with core().db.read() as connection:
        asked = tallies.by_day(connection, first)
    return [Day(day, *asked.get(day, (0, 0))) for day in (first + timedelta(days=number) for number in range(DAYS))]


def _chapter(series: Series, known: Mapping[int, Activity], counts: Mapping[int, Tally]) -> Chapter:
    places = [Place(known[one], counts[one]) for one in series.activities]
    return Chapter(series, places, sum((place.tally for place in places), Tally()))
