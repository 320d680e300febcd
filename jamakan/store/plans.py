"""Making and changing activities."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from jamakan.store import places
from jamakan.store.database import insert
from jamakan.store.models import Activity, ActivityQuota, Series


@dataclass(frozen=True, slots=True)
class Quota:
    """Of one kind of people: how many are aimed at, and how many seats only they can take."""

    people: int = 0
    reserved: int = 0


Quotas = Mapping[tuple[str, str], Quota]
"""By (fact, value), as registrations answer them."""


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


def quotas(connection: Connection, activity_id: int) -> dict[tuple[str, str], Quota]:
    """What the activity wants of each kind of people."""
    query = select(ActivityQuota.fact, ActivityQuota.value, ActivityQuota.people, ActivityQuota.reserved)
    rows = connection.execute(query.where(ActivityQuota.activity_id == activity_id))
    return {(fact, value): Quota(people, reserved) for fact, value, people, reserved in rows}


def set_quotas(connection: Connection, activity_id: int, wanted: Quotas) -> None:
    """These quotas and no others; one of nobody is none. Places kept anew are held even where they were released."""
    kept = {kind: quota.reserved for kind, quota in quotas(connection, activity_id).items() if quota.reserved}
    connection.execute(delete(ActivityQuota).where(ActivityQuota.activity_id == activity_id))
    rows = [
        {"activity_id": activity_id, "fact": fact, "value": value} | asdict(quota)
        for (fact, value), quota in wanted.items()
        if quota != Quota()
    ]
    if rows:
        connection.execute(insert(connection, ActivityQuota), rows)
    if kept != {kind: quota.reserved for kind, quota in wanted.items() if quota.reserved}:
        places.hold(connection, activity_id)


def _same(connection: Connection, series_id: int, slug: str, plan: Plan) -> int | None:
    """The activity with this slug, if it is this very plan: the form was sent twice."""
    query = select(Activity.id, *(getattr(Activity, name) for name in asdict(plan)))
    row = connection.execute(query.where(Activity.slug == slug, Activity.series_id == series_id)).one_or_none()
    return row.id if row is not None and Plan(**{name: getattr(row, name) for name in asdict(plan)}) == plan else None
