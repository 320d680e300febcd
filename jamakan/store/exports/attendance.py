"""Seats and who came, for a file: a row a registration."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, func, select

from jamakan.store.exports.filters import Filters
from jamakan.store.many import one_of
from jamakan.store.models import Activity, Attendance, Contact, Participant, Registration
from jamakan.store.privacy.withdrawing import person_stands


class Row(NamedTuple):
    """A registration with its person and activity; `phone` and `name` sealed."""

    id: int
    activity: str
    activity_region: str
    starts_at: datetime
    participant_id: int
    contact_id: int
    name: bytes | None
    phone: bytes
    sex: str
    age: str
    region: str
    group: str
    displacement: str
    pvh: str
    disability: str
    disability_some: str
    by_relay: bool
    state: str
    requested_at: datetime


_ROWS = (
    select(
        *(Registration.id, Activity.slug, Activity.region, Activity.starts_at, Registration.participant_id),
        *(Registration.contact_id, Participant.name, Contact.phone, Participant.sex, Participant.age),
        *(Participant.region, Participant.group, Participant.displacement, Participant.pvh, Participant.disability),
        *(Participant.disability_some, Participant.by_relay, Registration.state, Registration.requested_at),
    )
    .join(Activity, Activity.id == Registration.activity_id)
    .join(Participant, Participant.id == Registration.participant_id)
    .join(Contact, Contact.id == Registration.contact_id)
)
_CAME = select(Attendance.registration_id, Attendance.day).where(one_of(Attendance.registration_id, "registrations"))


def page(connection: Connection, filters: Filters, zone: ZoneInfo, after: int, most: int) -> Sequence[Row]:
    """The next ones beyond a row."""
    wanted = Registration.id > after, person_stands(), *_conditions(filters, zone)
    query = _ROWS.where(*wanted).order_by(Registration.id).limit(most)
    return [Row._make(row) for row in connection.execute(query)]


def came(connection: Connection, registrations: Sequence[int]) -> set[tuple[int, int]]:
    """Who of these came on which day."""
    return {(row[0], row[1]) for row in connection.execute(_CAME, {"registrations": list(registrations)})}


def total(connection: Connection, filters: Filters, zone: ZoneInfo) -> int:
    """How many there are."""
    query = select(func.count()).select_from(Registration).where(person_stands())
    query = query.join(Participant, Participant.id == Registration.participant_id)
    query = query.join(Activity, Activity.id == Registration.activity_id).where(*_conditions(filters, zone))
    return connection.execute(query).scalar_one()


def days(connection: Connection, filters: Filters, zone: ZoneInfo) -> int:
    """The days of the longest of these activities."""
    query = select(Activity.starts_at, Activity.ends_at).where(*_conditions(filters, zone))
    spans = [
        (row.ends_at.astimezone(zone).date() - row.starts_at.astimezone(zone).date()).days + 1
        for row in connection.execute(query)
    ]
    return max(spans, default=1)


def _conditions(filters: Filters, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    found: list[Any] = [Activity.slug == filters.activity] if filters.activity else []
    return [*found, *filters.between(Activity.starts_at, zone)]
