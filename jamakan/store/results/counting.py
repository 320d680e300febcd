"""What the counts of all populations are made with."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Integer, Select, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute

from jamakan.figures.period import Period
from jamakan.store.exports.filters import Filters
from jamakan.store.models import Participant

Counts = dict[str, dict[str, dict[str, int]]]
"""Dimension → value → measure → number."""
ALL = ""


def within(period: Period, at: InstrumentedAttribute[Any], zone: ZoneInfo) -> list[ColumnElement[bool]]:
    """The conditions that the days of a period put on a moment."""
    since, until, _ = period.key
    return Filters(since=since, until=until).between(at, zone)


def how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """So many of the rows for which this is true."""
    return func.count().filter(condition)


def total(condition: ColumnElement[Any]) -> ColumnElement[int]:
    """The sum of a number of each row; 0 of none."""
    return func.coalesce(func.sum(cast(condition, Integer)), 0)


def by_dimension(connection: Connection, base: Select[*tuple[Any, ...]], dimensions: Mapping[str, Any]) -> Counts:
    """The measures (columns) of `base` for all of its rows and for the values of each dimension, one query each."""
    measures = [str(column.key) for column in base.selected_columns]
    found: Counts = {ALL: {ALL: _row(measures, connection.execute(base).one())}}
    for name, column in dimensions.items():
        value = func.coalesce(column, "")
        rows = connection.execute(base.add_columns(value).group_by(column)).all()
        found[name] = added((str(row[-1]), _row(measures, row)) for row in rows)
    return found


def added(pairs: Iterable[tuple[str, Mapping[str, int]]]) -> dict[str, dict[str, int]]:
    """Measures of the same value summed: what is unknown in two ways is unknown."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for value, measures in pairs:
        found[value].update(measures)
    return {value: dict(measures) for value, measures in sorted(found.items())}


def people_of_lines() -> Any:
    """The sex of the person of each line that has only one: who answered on a shared line is not known."""
    only = func.min(Participant.sex)
    query = select(Participant.contact_id, only.label("sex")).where(
        Participant.merged_into_id.is_(None), Participant.erased_at.is_(None)
    )
    return query.group_by(Participant.contact_id).having(func.count() == 1).subquery("people")


def _row(measures: list[str], row: Any) -> dict[str, int]:
    return {name: int(number or 0) for name, number in zip(measures, row, strict=False)}
