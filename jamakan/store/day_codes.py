"""The code of the day of an activity: shown in the room, sent or dialled by those who are there."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, select

from jamakan.programme.activities import MONTH, ZONE
from jamakan.store.database import insert
from jamakan.store.models import Activity, DayCode

NUMBERS = 10_000  # four digits: read aloud in one breath, and guessed once in so many
LATELY = timedelta(days=60)  # a code does not come back before, lest somebody's old one is right


@dataclass(frozen=True, slots=True)
class Code:
    """A code with the activity's row id and slug, and the day it holds on."""

    activity_id: int
    slug: str
    region: str
    day: int
    on: date
    code: str


def of_day(connection: Connection, activity_id: int, day: int) -> str | None:
    """The code of this day, if it was made."""
    query = select(DayCode.code).where(DayCode.activity_id == activity_id, DayCode.day == day)
    return connection.execute(query).scalar_one_or_none()


def make(connection: Connection, activity_id: int, day: int, by: int | None, at: datetime) -> str:
    """The code of this day, made if there is none. Random, so that no day tells another."""
    known = of_day(connection, activity_id, day)
    if known is not None:
        return known
    lately = set(connection.execute(select(DayCode.code).where(DayCode.made_at > at - LATELY)).scalars())
    code = secrets.choice([number for number in map("{:04}".format, range(NUMBERS)) if number not in lately])
    row = {"activity_id": activity_id, "day": day, "code": code, "made_by": by, "made_at": at}
    connection.execute(insert(connection, DayCode).on_conflict_do_nothing(), row)
    return of_day(connection, activity_id, day) or code


def around(connection: Connection, now: datetime) -> Iterator[Code]:
    """The codes of activities held these days, yesterday's and tomorrow's too."""
    query = select(DayCode.activity_id, Activity.slug, Activity.region, DayCode.day, DayCode.code, Activity.starts_at)
    query = query.join(Activity, Activity.id == DayCode.activity_id)
    near = query.where(Activity.ends_at > now - timedelta(days=2), Activity.starts_at < now + timedelta(days=40))
    for row in connection.execute(near.where(Activity.precision != MONTH)):
        first = row.starts_at.astimezone(ZONE).date()
        yield Code(row.activity_id, row.slug, row.region, row.day, first + timedelta(days=row.day - 1), row.code)
