"""People for a file: those not erased, not merged into another, whose agreement stands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, func, select

from jamakan.store.exports.filters import Filters
from jamakan.store.models import Activity, Contact, Participant, Registration
from jamakan.store.privacy.withdrawing import person_stands


class Row(NamedTuple):
    """A person and their line; `phone` and `name` sealed."""

    id: int
    contact_id: int
    name: bytes | None
    phone: bytes
    network: str
    language: str
    opted_out: bool
    sex: str
    age: str
    region: str
    group: str
    displacement: str
    pvh: str
    disability: str
    disability_some: str
    by_relay: bool
    created_at: datetime


_ROWS = select(
    *(Participant.id, Participant.contact_id, Participant.name, Contact.phone, Contact.network, Contact.language),
    *(Contact.opted_out, Participant.sex, Participant.age, Participant.region, Participant.group),
    *(Participant.displacement, Participant.pvh, Participant.disability, Participant.disability_some),
    *(Participant.by_relay, Participant.created_at),
).join(Contact, Contact.id == Participant.contact_id)


def page(connection: Connection, filters: Filters, zone: ZoneInfo, after: int, most: int) -> Sequence[Row]:
    """The next ones beyond a row."""
    query = _ROWS.where(Participant.id > after, *_conditions(filters, zone)).order_by(Participant.id).limit(most)
    return [Row._make(row) for row in connection.execute(query)]


def total(connection: Connection, filters: Filters, zone: ZoneInfo) -> int:
    """How many there are."""
    query = select(func.count()).select_from(Participant).where(*_conditions(filters, zone))
    return connection.execute(query).scalar_one()


def _conditions(filters: Filters, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    found: list[Any] = [Participant.erased_at.is_(None), Participant.merged_into_id.is_(None), person_stands()]
    if filters.activity:
        seat = select(Registration.id).join(Activity, Activity.id == Registration.activity_id)
        seat = seat.where(Registration.participant_id == Participant.id, Activity.slug == filters.activity)
        found.append(seat.exists())
    return [*found, *filters.between(Participant.created_at, zone)]
