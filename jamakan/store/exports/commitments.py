"""Commitments for a file: a row each, nothing of any person in it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, func, select

from jamakan.store.exports.filters import Filters
from jamakan.store.models import Activity, Commitment, CommitmentCase


class Row(NamedTuple):
    """A commitment; `cases`: how many it answers."""

    id: int
    institution: str
    owner: str
    region: str
    activity: str | None
    asked: str
    wording: str
    made_on: date
    due_on: date | None
    state: str
    changed_at: datetime
    cases: int


_CASES = select(func.count()).where(CommitmentCase.commitment_id == Commitment.id).correlate(Commitment)
_ROWS = select(
    *(Commitment.id, Commitment.institution, Commitment.owner, Commitment.region, Activity.slug, Commitment.asked_fr),
    *(Commitment.wording_fr, Commitment.made_on, Commitment.due_on, Commitment.state, Commitment.changed_at),
    _CASES.scalar_subquery(),
).outerjoin(Activity, Activity.id == Commitment.activity_id)


def page(connection: Connection, filters: Filters, _zone: ZoneInfo, after: int, most: int) -> Sequence[Row]:
    """The next ones beyond a row."""
    query = _ROWS.where(Commitment.id > after, *_conditions(filters)).order_by(Commitment.id).limit(most)
    return [Row._make(row) for row in connection.execute(query)]


def total(connection: Connection, filters: Filters, _zone: ZoneInfo) -> int:
    """How many there are."""
    query = select(func.count()).select_from(Commitment).outerjoin(Activity, Activity.id == Commitment.activity_id)
    return connection.execute(query.where(*_conditions(filters))).scalar_one()


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    """The days are those on which it was made."""
    found: list[Any] = [Activity.slug == filters.activity] if filters.activity else []
    found += [Commitment.made_on >= date.fromisoformat(filters.since)] if filters.since else []
    found += [Commitment.made_on <= date.fromisoformat(filters.until)] if filters.until else []
    return found
