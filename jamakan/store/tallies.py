"""Counts that pages show, kept beside what they count: people of each kind at each stage of an activity.

They are counted again for the activities a transaction touched, in that transaction, so they cannot drift; an
activity has hundreds of registrations, all the tables together may have millions.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, func, literal_column, select

from jamakan.store.database import insert, turnstile
from jamakan.store.models import ActivityTally, Attendance, Contact, Participant, Registration, RegistrationDay
from jamakan.store.registrations import CANCELLED, SEATED, WAITLISTED

SEATED_NOW, PRESENT, FEMALE = "seated", "present", "female"
MEASURES = {**dict.fromkeys(SEATED, SEATED_NOW), WAITLISTED: WAITLISTED, CANCELLED: CANCELLED}
FACTS = ("sex", "age", "group", "displacement", "disability", "disability_some", "pvh")
EVERYBODY = ("", "")
UTC_ZONE: ColumnElement[str] = literal_column("'UTC'")  # grouped by: a bound parameter would be another one each time
AT_ONCE = 500  # parameters in one list

Key = tuple[int, str, str, str]  # activity, measure, fact, value


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of one activity: `people(PRESENT, "sex", "female")`."""

    counts: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def people(self, measure: str, fact: str = "", value: str = "") -> int:
        """How many are at this stage, of all or of one kind."""
        return self.counts.get((measure, fact, value), 0)

    def values(self, measure: str, fact: str) -> dict[str, int]:
        """The counts of each kind, the greatest first."""
        found = {key[2]: people for key, people in self.counts.items() if key[:2] == (measure, fact)}
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(dict(Counter(self.counts) + Counter(other.counts)))


def day(number: int) -> str:
    """The measure of those present on one day of an activity."""
    return f"day{number}"


def all_of(days: int) -> str:
    """The measure of those who came on so many days, no more."""
    return f"came{days}"


def recount(connection: Connection, activity_ids: Collection[int]) -> None:
    """Count these activities anew. One transaction at a time: the others wait here until its end."""
    turnstile(connection, "tallies")
    ids = sorted(set(activity_ids))
    for first in range(0, len(ids), AT_ONCE):
        some = ids[first : first + AT_ONCE]
        _replace_tallies(connection, some)
        _replace_days(connection, some)


def of(connection: Connection, activity_ids: Collection[int]) -> dict[int, Tally]:
    """The counts of these activities, those with none included."""
    found = {activity_id: Tally() for activity_id in activity_ids}
    query = select(ActivityTally).where(ActivityTally.activity_id.in_(found))
    for row in connection.execute(query):
        found[row.activity_id].counts[row.measure, row.fact, row.value] = row.people
    return found


def by_day(connection: Connection, since: date) -> dict[date, tuple[int, int]]:
    """People who asked for a seat, and women among them, by day."""
    people, women = func.sum(RegistrationDay.people), func.sum(RegistrationDay.women)
    query = select(RegistrationDay.day, people, women).where(RegistrationDay.day >= since)
    rows = connection.execute(query.group_by(RegistrationDay.day).order_by(RegistrationDay.day))
    return {row[0]: (int(row[1]), int(row[2])) for row in rows}


def concerned(connection: Connection, refs: Collection[str]) -> set[int]:
    """The activities whose counts speak of the people of these contacts."""
    query = select(Registration.activity_id).join(Contact, Contact.id == Registration.contact_id)
    return set(connection.execute(query.where(Contact.ref.in_(refs))).scalars())


def _replace_tallies(connection: Connection, ids: list[int]) -> None:
    counts: Counter[Key] = Counter()
    for activity_id, state, people, *values in connection.execute(_by_state(ids)):
        _add(counts, activity_id, MEASURES[state], people, values)
    for activity_id, number, people, *values in connection.execute(_by_day(ids)):
        _add(counts, activity_id, day(number), people, values)
    for activity_id, days, people, *values in connection.execute(_by_days_present(ids)):
        _add(counts, activity_id, PRESENT, people, values)
        _add(counts, activity_id, all_of(days), people, values)
    connection.execute(delete(ActivityTally).where(ActivityTally.activity_id.in_(ids)))
    if counts:
        columns = ("activity_id", "measure", "fact", "value")
        rows = [dict(zip(columns, key, strict=True)) | {"people": people} for key, people in counts.items()]
        connection.execute(insert(connection, ActivityTally), rows)


def _add(counts: Counter[Key], activity_id: int, measure: str, people: int, values: Sequence[str]) -> None:
    for fact, value in (EVERYBODY, *zip(FACTS, values, strict=True)):
        counts[activity_id, measure, fact, value] += people


def _counted(ids: list[int], *by: Any) -> Select[*tuple[Any, ...]]:
    """Registrations of these activities by something and by all facts of their people."""
    facts = [getattr(Participant, name) for name in FACTS]
    return (
        select(Registration.activity_id, *by, func.count(), *facts)
        .join(Participant, Participant.id == Registration.participant_id)
        .where(Registration.activity_id.in_(ids), Participant.merged_into_id.is_(None))
        .group_by(Registration.activity_id, *by, *facts)
    )


def _by_state(ids: list[int]) -> Select[*tuple[Any, ...]]:
    return _counted(ids, Registration.state)


def _by_day(ids: list[int]) -> Select[*tuple[Any, ...]]:
    return _counted(ids, Attendance.day).join(Attendance, Attendance.registration_id == Registration.id)


def _by_days_present(ids: list[int]) -> Select[*tuple[Any, ...]]:
    came = (
        select(Attendance.registration_id, func.count().label("days"))
        .join(Registration, Registration.id == Attendance.registration_id)
        .where(Registration.activity_id.in_(ids))
        .group_by(Attendance.registration_id)
        .subquery()
    )
    return _counted(ids, came.c.days).join(came, came.c.registration_id == Registration.id)


def _replace_days(connection: Connection, ids: list[int]) -> None:
    asked = _utc_day(connection)
    female = func.count().filter(Participant.sex == FEMALE)
    query = (
        select(Registration.activity_id, asked, func.count(), female)
        .join(Participant, Participant.id == Registration.participant_id)
        .where(Registration.activity_id.in_(ids), Participant.merged_into_id.is_(None))
        .group_by(Registration.activity_id, asked)
    )
    found = connection.execute(query).all()
    connection.execute(delete(RegistrationDay).where(RegistrationDay.activity_id.in_(ids)))
    rows = [
        {"activity_id": activity_id, "day": _date(asked_on), "people": people, "women": women}
        for activity_id, asked_on, people, women in found
    ]
    if rows:
        connection.execute(insert(connection, RegistrationDay), rows)


def _utc_day(connection: Connection) -> ColumnElement[Any]:
    at = Registration.requested_at
    return func.date(at) if connection.dialect.name == "sqlite" else func.date(func.timezone(UTC_ZONE, at))


def _date(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
