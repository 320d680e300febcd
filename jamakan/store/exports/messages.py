"""Messages for a file, in and out."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, func, select

from jamakan.store.exports.filters import Filters
from jamakan.store.models import Activity, Contact, Message


class Row(NamedTuple):
    """A message, its line and what became of it; `phone` and `body` sealed, costs in millionths."""

    id: int
    contact_id: int
    phone: bytes
    direction: str
    purpose: str
    channel: str
    network: str
    broadcast_id: int | None
    body: bytes
    state: str
    reason: str
    expected_parts: int
    parts: int | None
    reserved_micros: int
    cost_micros: int | None
    currency: str
    created_at: datetime
    sent_at: datetime | None
    final_at: datetime | None


_ROWS = select(
    *(Message.id, Message.contact_id, Contact.phone, Message.direction, Message.purpose, Message.channel),
    *(Contact.network, Message.broadcast_id, Message.body, Message.state, Message.reason, Message.expected_parts),
    *(Message.parts, Message.reserved_micros, Message.cost_micros, Message.currency, Message.created_at),
    *(Message.sent_at, Message.final_at),
).join(Contact, Contact.id == Message.contact_id)


def page(connection: Connection, filters: Filters, zone: ZoneInfo, after: int, most: int) -> Sequence[Row]:
    """The next ones beyond a row."""
    query = _ROWS.where(Message.id > after, *_conditions(filters, zone)).order_by(Message.id).limit(most)
    return [Row._make(row) for row in connection.execute(query)]


def total(connection: Connection, filters: Filters, zone: ZoneInfo) -> int:
    """How many there are."""
    query = select(func.count()).select_from(Message).where(*_conditions(filters, zone))
    return connection.execute(query).scalar_one()


def _conditions(filters: Filters, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.activity:
        activity = select(Activity.id).where(Activity.slug == filters.activity).scalar_subquery()
        found.append(Message.activity_id == activity)
    return [*found, *filters.between(Message.created_at, zone)]
