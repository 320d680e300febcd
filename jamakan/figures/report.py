"""All figures of a period, counted at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from jamakan.core import Core
from jamakan.figures.indicators import INDICATORS, Indicator
from jamakan.figures.period import Period
from jamakan.store.activities import find
from jamakan.store.exports import Connection
from jamakan.store.results import populations
from jamakan.store.results.counting import ALL, Counts


@dataclass(frozen=True, slots=True)
class Value:
    """One number of an indicator. `denominator` is None for a count.

    `people`: how many it speaks of, where the denominator is of something else (questions asked of them).
    """

    numerator: int
    denominator: int | None = None
    people: int | None = None

    @property
    def ratio(self) -> float | None:
        """Numerator by denominator; None where there is nothing to divide by."""
        return self.numerator / self.denominator if self.denominator else None


@dataclass(frozen=True, slots=True)
class Report:
    """What was counted as of a moment: {population: {dimension: {value: {measure: number}}}}.

    `names`: what things people made are called, {dimension: {value: {language: name}}}.
    """

    as_of: datetime
    period: Period
    counts: Mapping[str, Counts]
    names: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)

    def value(self, key: str, dimension: str = ALL, value: str = ALL) -> Value:
        """An indicator for all, or for one value of a dimension; nothing counted is 0."""
        return self.table(key, dimension).get(value) or _value(INDICATORS[key], {})

    def table(self, key: str, dimension: str = ALL) -> dict[str, Value]:
        """An indicator by the values of one dimension."""
        indicator = INDICATORS[key]
        rows = self.counts.get(indicator.population, {}).get(dimension, {})
        return {value: _value(indicator, measures) for value, measures in rows.items()}

    def known(self, key: str) -> bool:
        """Whether its population was counted at all."""
        return INDICATORS[key].population in self.counts

    def to_json(self) -> dict[str, Any]:
        """As it rests in a row."""
        return {"as_of": self.as_of.isoformat(), "period": list(self.period.key)} | {
            "counts": dict(self.counts),
            "names": dict(self.names),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Report":
        """What `to_json` made."""
        as_of = datetime.fromisoformat(kept["as_of"])
        return cls(as_of, Period.of(*kept["period"]), kept["counts"], kept["names"])


class UnknownActivity(ValueError):
    """There is no activity with this slug."""


def report(core: Core, period: Period | None = None, now: datetime | None = None) -> Report:
    """Count everything, in one consistent look. It reads whole tables: for jobs, not for pages.

    Raises UnknownActivity.
    """
    period, now = period or Period(), now or datetime.now(UTC)
    with core.db.read() as connection:
        if period.activity and find(connection, period.activity) is None:
            raise UnknownActivity(f"there is no activity {period.activity!r}: take a slug of `jamakan activities`")
        return counted(connection, period, core.settings.zone, now)


def counted(connection: Connection, period: Period, zone: ZoneInfo, now: datetime) -> Report:
    """The same, in the caller's look."""
    return Report(now, period, populations.count(connection, period, zone, now), populations.names(connection))


def _value(indicator: Indicator, measures: Mapping[str, int]) -> Value:
    above, below = indicator.measures
    people = measures.get(indicator.people, 0) if indicator.people else None
    return Value(measures.get(above, 0), measures.get(below, 0) if below else None, people)
