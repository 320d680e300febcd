"""Making and changing activities."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from jamakan.store.database import insert
from jamakan.store.models import Activity, ActivityQuota, Series

Quotas = Mapping[tuple[str, str], int]
"""(fact, value) → people aimed at."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What staff decide about an activity. Times are aware; `precision` is "day"."""

    region: str
    place: str
    starts_at: datetime
    ends_at: datetime
    seats: int
    target: int
    note: str
    precision: str = "day"


def add(connection: Connection, series_id: int, plan: Plan) -> tuple[int, str]:
    """The row id and slug of the activity. The same plan asked for twice is one activity."""
    base = f"{plan.region}-{plan.starts_at:%Y-%m-%d}"
    for number in range(1, 1000):
        slug = base if number == 1 else f"{base}-{number}"
        row = asdict(plan) | {"series_id": series_id, "slug": slug, "reached": None}
        statement = insert(connection, Activity).on_conflict_do_nothing(index_elements=["slug"])
        made = connection.execute(statement.returning(Activity.id), row).scalar_one_or_none()
        if made is not None:
            return made, slug
        known = _same(connection, series_id, slug, plan)
        if known is not None:
            return known, slug
    raise ValueError(f"a thousand activities are called {base}")


def change(connection: Connection, activity_id: int, plan: Plan) -> None:
    """Set what staff decided. The slug stays: it stands in what was printed and sent."""
    connection.execute(update(Activity).where(Activity.id == activity_id).values(**asdict(plan)))


def series_named(connection: Connection, slug: str, title: str, target: int) -> int:
    """The row id of the series with this slug, made if need be."""
    row = {"slug": slug, "title": title, "target": target, "reached": None, "note": ""}
    connection.execute(insert(connection, Series).on_conflict_do_nothing(index_elements=["slug"]), row)
    return connection.execute(select(Series.id).where(Series.slug == slug)).scalar_one()


def quotas(connection: Connection, activity_id: int) -> dict[tuple[str, str], int]:
    """How many people of each kind the activity aims at."""
    query = select(ActivityQuota.fact, ActivityQuota.value, ActivityQuota.people)
    rows = connection.execute(query.where(ActivityQuota.activity_id == activity_id))
    return {(fact, value): people for fact, value, people in rows}


def set_quotas(connection: Connection, activity_id: int, wanted: Quotas) -> None:
    """These quotas and no others; one of nobody is none."""
    connection.execute(delete(ActivityQuota).where(ActivityQuota.activity_id == activity_id))
    rows = [
        {"activity_id": activity_id, "fact": fact, "value": value, "people": people}
        for (fact, value), people in wanted.items()
        if people
    ]
    if rows:
        connection.execute(insert(connection, ActivityQuota), rows)


def _same(connection: Connection, series_id: int, slug: str, plan: Plan) -> int | None:
    """The activity with this slug, if it is this very plan: the form was sent twice."""
    query = select(Activity.id, *(getattr(Activity, name) for name in asdict(plan)))
    row = connection.execute(query.where(Activity.slug == slug, Activity.series_id == series_id)).one_or_none()
    return row.id if row is not None and Plan(**{name: getattr(row, name) for name in asdict(plan)}) == plan else None
