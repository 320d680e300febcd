"""What is due: looks that partial indexes answer, however much is put off or waits behind."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, bindparam, exists, func, or_, select

from jamakan.hours import Hours, NeverOpen
from jamakan.programme import broadcasts as life
from jamakan.store.database import constant
from jamakan.store.messages import PRIORITY, QUEUED, SENDING
from jamakan.store.models import Broadcast, Contact, Message

PRIORITIES = sorted(set(PRIORITY.values()))
MOST_COUNTED = 10_000  # messages of a sort that wait
LOOK = 20  # single messages looked at together: those of one text leave in one call


class Due(NamedTuple):
    """A due message with what is known of its reader."""

    id: int
    purpose: str
    body_digest: str
    attempts: int
    expires_at: datetime | None
    expected_parts: int
    replaces_id: int | None
    contact_id: int
    ref: str
    phone: bytes
    network: str
    opted_out: bool
    unasked_on: date | None
    unasked: int
    replies_on: date | None
    replies: int


def _waits(*conditions: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    """Queued for a channel and due. The parameters are given when a look is taken: it is taken often."""
    due = Message.channel == bindparam("channel"), Message.not_before <= bindparam("now")
    return Message.state == constant(QUEUED), *conditions, *due


def _single(priority: int) -> tuple[ColumnElement[bool], ...]:
    return _waits(Message.broadcast_id.is_(None), Message.priority == priority)


_CANDIDATES = (
    select(Message.id, Message.purpose, Message.body_digest, Message.attempts, Message.expires_at)
    .add_columns(Message.expected_parts, Message.replaces_id, Contact.id, Contact.ref, Contact.phone, Contact.network)
    .add_columns(Contact.opted_out, Contact.unasked_on, Contact.unasked, Contact.replies_on, Contact.replies)
    .join(Contact, Contact.id == Message.contact_id)
    .limit(bindparam("most"))
    .with_for_update(of=(Message, Contact), skip_locked=True, key_share=True)
)
_NEXT_SINGLE = [
    _CANDIDATES.where(*_single(priority)).order_by(Message.not_before, Message.id) for priority in PRIORITIES
]
_NEXT_BULK = _CANDIDATES.where(*_waits(Message.broadcast_id == bindparam("broadcast"))).order_by(
    Message.not_before, Message.body_digest, Message.id
)
_SINGLE_DUE = select(or_(*(exists().where(*_single(priority)) for priority in PRIORITIES)))
_BULK_DUE = (
    select(Broadcast.id, Broadcast.sends_from, Broadcast.sends_until)
    .where(Broadcast.state == life.SENDING, exists().where(*_waits(Message.broadcast_id == Broadcast.id)))
    .order_by(Broadcast.id)
)
_STUCK = select(exists().where(Message.state == constant(SENDING), Message.attempted_at < bindparam("before")))


def single_due(connection: Connection, channel: str, now: datetime) -> bool:
    """Whether a message to one person waits for this channel."""
    return bool(connection.execute(_SINGLE_DUE, {"channel": channel, "now": now}).scalar_one())


def bulk_due(connection: Connection, channel: str, hours: Hours, now: datetime) -> list[int]:
    """The broadcasts with messages for this channel that may be sent at this hour."""
    rows = connection.execute(_BULK_DUE, {"channel": channel, "now": now})
    return [row.id for row in rows if _is_open(hours, row.sends_from, row.sends_until, now)]


def waiting(connection: Connection, channel: str, now: datetime) -> int:
    """How many messages are due by this channel, those of broadcasts that are not sending left out.

    Of each sort MOST_COUNTED are looked at: that there are as many says enough, and costs 10 ms.
    """
    sending = select(Broadcast.id).where(Broadcast.state == life.SENDING)
    to_one, of_broadcasts = _waits(Message.broadcast_id.is_(None)), _waits(Message.broadcast_id.in_(sending))
    looks = (select(Message.id).where(*which).limit(MOST_COUNTED).subquery() for which in (to_one, of_broadcasts))
    counts = (select(func.count()).select_from(look) for look in looks)
    return sum(connection.execute(query, {"channel": channel, "now": now}).scalar_one() for query in counts)


def stuck(connection: Connection, before: datetime) -> bool:
    """Whether attempts from before then have no outcome."""
    return bool(connection.execute(_STUCK, {"before": before}).scalar_one())


def next_single(connection: Connection, channel: str, now: datetime, most: int) -> Sequence[Due]:
    """The most urgent messages to one person, locked with their readers; all of one purpose.

    What another worker holds is passed over, so that nobody ever waits here, and nobody for us.
    """
    for query in _NEXT_SINGLE:
        if rows := connection.execute(query, {"channel": channel, "now": now, "most": most}).all():
            return [Due(*row) for row in rows]
    return []


def next_bulk(connection: Connection, broadcast_id: int, channel: str, now: datetime, most: int) -> Sequence[Due]:
    """The next messages of a broadcast, equal texts together, locked with their readers."""
    wanted = {"broadcast": broadcast_id, "channel": channel, "now": now, "most": most}
    return [Due(*row) for row in connection.execute(_NEXT_BULK, wanted)]


def _is_open(hours: Hours, opens: str, closes: str, now: datetime) -> bool:
    try:
        return hours.narrowed(opens, closes).is_open(now)
    except NeverOpen:  # its hours and the house's have no moment in common
        return False
