"""Activities as rows: which are open, and one by its slug."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
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


def row_id(connection: Connection, slug: str) -> int | None:
    """The row id of the activity with this slug."""
    return connection.execute(select(models.Activity.id).where(models.Activity.slug == slug)).scalar_one_or_none()


def row_ids(connection: Connection, slugs: Collection[str]) -> dict[str, int]:
    """The row ids of these activities, by slug."""
    query = select(models.Activity.slug, models.Activity.id).where(models.Activity.slug.in_(slugs))
    return dict(connection.execute(query).all())


def between(connection: Connection, since: datetime, until: datetime) -> list[Described]:
    """The activities that touch this span of time, in the order of their dates."""
    query = select(*_COLUMNS).where(models.Activity.starts_at < until, models.Activity.ends_at >= since)
    return [_described(row) for row in connection.execute(query.order_by(models.Activity.starts_at))]


@dataclass(frozen=True, slots=True)
class Series:
    """A set of activities with one target, and the row ids of its activities in the order of their dates."""

    id: int
    title: str
    target: int
    reached: int | None  # only where the programme published it
    note: str
    activities: tuple[int, ...]


def all_series(connection: Connection) -> list[Series]:
    """Every series, the latest one first."""
    parts: dict[int, list[int]] = {}
    query = select(models.Activity.series_id, models.Activity.id).order_by(models.Activity.starts_at)
    for series_id, activity_id in connection.execute(query):
        parts.setdefault(series_id, []).append(activity_id)
    columns = (models.Series.id, models.Series.title, models.Series.target, models.Series.reached, models.Series.note)
    rows = connection.execute(select(*columns).order_by(models.Series.id.desc()))
    return [Series(*row, activities=tuple(parts.get(row.id, ()))) for row in rows]


def by_ids(connection: Connection, ids: Iterable[int]) -> dict[int, Described]:
    """Activities by row id."""
    query = select(models.Activity.id, *_COLUMNS).where(models.Activity.id.in_(set(ids)))
    return {row[0]: _described(row[1:]) for row in connection.execute(query)}


def _described(row: Row[Any] | tuple[Any, ...]) -> Described:
    return Described(*row)
