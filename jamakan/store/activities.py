"""Activities as rows: which are open, and one by its slug."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from jamakan.programme.activities import Activity as Described
from jamakan.store import models

_COLUMNS = (
    models.Activity.slug,
    models.Activity.region,
    models.Activity.place,
    models.Activity.starts_at,
    models.Activity.ends_at,
    models.Activity.precision,
    models.Activity.seats,
    models.Activity.seats_taken,
    models.Activity.waitlisted,
    models.Activity.target,
    models.Activity.reached,
    models.Activity.note,
)


def open_activities(connection: Connection, now: datetime) -> list[Described]:
    """The activities one can still register for, the next one first. Full ones too: they have a waiting list."""
    query = select(*_COLUMNS).where(models.Activity.starts_at > now)
    return [_described(row) for row in connection.execute(query.order_by(models.Activity.starts_at))]


def all_activities(connection: Connection) -> list[Described]:
    """Every activity, past ones included, in the order of their dates."""
    query = select(*_COLUMNS).order_by(models.Activity.starts_at, models.Activity.id)
    return [_described(row) for row in connection.execute(query)]


def find(connection: Connection, slug: str) -> Described | None:
    """The activity with this slug."""
    row = connection.execute(select(*_COLUMNS).where(models.Activity.slug == slug)).one_or_none()
    return _described(row) if row is not None else None


def by_ids(connection: Connection, ids: Iterable[int]) -> dict[int, Described]:
    """Activities by row id."""
    query = select(models.Activity.id, *_COLUMNS).where(models.Activity.id.in_(set(ids)))
    return {row[0]: _described(row[1:]) for row in connection.execute(query)}


def _described(row: Row[Any] | tuple[Any, ...]) -> Described:
    return Described(*row)
