"""Cases counted for reports: what came in over a time, and what became of it. Confidential ones stand apart.

One pass over the cases opened in that time (`ix_cases_opened_at`): thousands a year.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from jamakan.programme import cases as life
from jamakan.store.models import Case

DIMENSIONS = ("kind", "theme", "region", "institution")
ACKNOWLEDGED_WITHIN = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """Of the cases opened in a time: how many were read by somebody (`in_48h`: within 48 hours), answered (`in_time`:
    before the day that was promised), closed; and what their people said of the end.
    """

    received: int = 0
    acknowledged: int = 0
    in_48h: int = 0
    answered: int = 0
    in_time: int = 0
    promised: int = 0  # those an answer was promised to by a day
    closed: int = 0
    satisfied: int = 0
    dissatisfied: int = 0


def of(
    connection: Connection, since: datetime, until: datetime, by: str = "", activity_id: int | None = None
) -> dict[str, CaseFigures]:
    """The figures by value of one of `DIMENSIONS`, or of all under "". Times: since ≤ opened < until."""
    if by and by not in DIMENSIONS:
        raise ValueError(f"cases are not counted by {by!r}: by {', '.join(DIMENSIONS)}")
    column: InstrumentedAttribute[str] | None = getattr(Case, by) if by else None
    where = [Case.opened_at >= since, Case.opened_at < until, Case.sensitive.is_(False)]
    if activity_id is not None:
        where.append(Case.activity_id == activity_id)
    query = select(column if column is not None else literal(""), *_counts(connection)).where(*where)
    if column is not None:
        query = query.group_by(column)
    return {value: CaseFigures(*counted) for value, *counted in connection.execute(query)}


def sensitive(connection: Connection, since: datetime, until: datetime) -> tuple[int, int]:
    """Confidential cases opened in that time: how many, and how many of them are closed. No finer look is offered."""
    ended = func.count().filter(Case.closed_at.is_not(None))
    query = select(func.count(), ended).where(Case.sensitive, Case.opened_at >= since, Case.opened_at < until)
    row = connection.execute(query).one()
    return row[0], row[1]


def _counts(connection: Connection) -> list[ColumnElement[int]]:
    conditions = (
        Case.acknowledged_at.is_not(None),
        _hours(connection, Case.acknowledged_at, Case.opened_at) <= ACKNOWLEDGED_WITHIN / timedelta(hours=1),
        Case.answered_at.is_not(None),
        Case.answered_at <= Case.due_at,
        Case.due_at.is_not(None),
        Case.closed_at.is_not(None),
        Case.satisfied == life.YES,
        Case.satisfied == life.NO,
    )
    return [func.count(), *(func.count().filter(condition) for condition in conditions)]


def _hours(connection: Connection, later: Any, earlier: Any) -> ColumnElement[Any]:
    """The time between two moments, in hours."""
    if connection.dialect.name == "sqlite":
        return (func.julianday(later) - func.julianday(earlier)) * 24
    return func.extract("epoch", later - earlier) / 3600
