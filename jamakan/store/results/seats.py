"""Seats and who came, and what activities reached against what they aim at."""

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, func, or_, select

from jamakan.figures.period import Period
from jamakan.store.models import Activity, Attendance, Contact, Participant, Registration, Series
from jamakan.store.registrations import CONFIRMED, SEATED
from jamakan.store.results.counting import ALL, Counts, added, by_dimension, how_many, within

FACTS = ("sex", "age", "region", "group", "disability", "pvh", "displacement")
MEASURES = ("registered", "confirmed", "present", "day1", "both")


def counts(connection: Connection, period: Period, zone: ZoneInfo) -> Counts:
    """Registrations that have a seat, or whose person came: a seat a person and activity."""
    came = _came()
    present = came.c.days > 0
    base = (
        select(
            func.count().label("registered"),
            how_many(Registration.state == CONFIRMED).label("confirmed"),
            how_many(present).label("present"),
            how_many(came.c.first == 1).label("day1"),
            how_many((came.c.first == 1) & (came.c.second == 1)).label("both"),
        )
        .select_from(Registration)
        .join(Participant, Participant.id == Registration.participant_id)
        .join(Contact, Contact.id == Registration.contact_id)
        .join(Activity, Activity.id == Registration.activity_id)
        .outerjoin(came, came.c.registration_id == Registration.id)
        .where(Participant.merged_into_id.is_(None), or_(Registration.state.in_(SEATED), present))
        .where(*_held(period, zone))
    )
    facts = {name: getattr(Participant, name) for name in FACTS}
    return by_dimension(connection, base, {"activity": Activity.slug, **facts, "language": Contact.language})


def reached(connection: Connection, period: Period, zone: ZoneInfo, seats: Counts) -> Counts:
    """Who came to each activity (the published number, where there is one) and its target.

    By the region where it was held, and by series.
    """
    columns = (Activity.slug, Activity.region, Series.slug.label("series"), Activity.target, Activity.reached)
    query = select(*columns).join(Series, Series.id == Activity.series_id).where(*_held(period, zone))
    rows = [(row, _of(row, seats)) for row in connection.execute(query)]
    return {
        ALL: added((ALL, numbers) for _, numbers in rows) or {ALL: {"reached": 0, "target": 0}},
        "activity": added((row.slug, numbers) for row, numbers in rows),
        "place": added((row.region, numbers) for row, numbers in rows),
        "series": added((row.series, numbers) for row, numbers in rows),
    }


def _of(row: Any, seats: Counts) -> dict[str, int]:
    counted = seats["activity"].get(row.slug, {}).get("present", 0)
    return {"reached": counted if row.reached is None else row.reached, "target": row.target}


def _held(period: Period, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    one = [Activity.slug == period.activity] if period.activity else []
    return [*one, *within(period, Activity.starts_at, zone)]


def _came() -> Any:
    day = Attendance.day
    return (
        select(
            Attendance.registration_id,
            func.count().label("days"),
            how_many(day == 1).label("first"),
            how_many(day == 2).label("second"),
        )
        .group_by(Attendance.registration_id)
        .subquery("came")
    )
