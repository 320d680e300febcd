"""What nobody speaks for any more, and what staff decide about it. Each step is short and passes over rows in use."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, func, select, update

from jamakan.programme import broadcasts as life
from jamakan.store.broadcasts import states
from jamakan.store.database import Database, constant
from jamakan.store.messages import FAILED, NO_WORDS, QUEUED, SENDING, SENT, UNCERTAIN, UNREPORTED
from jamakan.store.models import Broadcast, Contact, Message

NO_OUTCOME = "no outcome recorded"
NO_REPORT = "no report in 72 h"
REPORTED_WITHIN = timedelta(hours=72)  # carriers try a phone that is off for two or three days
RESENT_LIFETIME = timedelta(hours=24)
SLICE = 1000  # rows a transaction


def give_up(db: Database, before: datetime) -> int:
    """Attempts from before then without an outcome become uncertain. Returns how many."""
    old = (Message.state == constant(SENDING), Message.attempted_at < before)
    return _in_slices(db, old, state=UNCERTAIN, reason=NO_OUTCOME)


def stop_waiting_for_reports(db: Database, now: datetime) -> int:
    """Say of messages sent long ago that nobody said what became of them. Returns how many."""
    old = (Message.state == constant(SENT), Message.sent_at < now - REPORTED_WITHIN)
    return _in_slices(db, old, state=UNREPORTED, reason=NO_REPORT)


def adopt(db: Database, channels: Sequence[str]) -> int:
    """Queued messages of channels this house no longer has go to its first one: queued, they surely never left.

    Returns how many.
    """
    with db.read() as connection:
        strange = [waiting for waiting in _waiting(connection) if waiting[1] not in channels]
    return sum(_in_slices(db, _those(*waiting), channel=channels[0]) for waiting in strange)


def resend(connection: Connection, ids: Collection[int], now: datetime) -> list[int]:
    """Queue again, by a person's decision, those of these messages that are uncertain or failed. Returns which.

    Those of a broadcast leave when it is sending; a stopped broadcast stays stopped. What was erased never leaves.
    """
    stopped = select(Broadcast.id).where(Broadcast.state == life.STOPPED)
    decided = Message.id.in_(ids), Message.state.in_((UNCERTAIN, FAILED))
    alive = Message.broadcast_id.is_(None) | Message.broadcast_id.not_in(stopped)
    changes = {
        "state": QUEUED,
        "reason": "sent again by staff",
        "attempt": "",
        "provider_id": "",  # reports of the first time are no longer about it
        "not_before": now,
        "expires_at": now + RESENT_LIFETIME,
        "final_at": None,
    }
    living = select(Contact.id).where(Contact.erased_at.is_(None))
    kept = Message.body_digest != NO_WORDS, Message.contact_id.in_(living)
    statement = update(Message).where(*decided, *kept, alive).values(changes)
    again = connection.execute(statement.returning(Message.id, Message.broadcast_id)).all()
    for broadcast_id in sorted({row.broadcast_id for row in again if row.broadcast_id is not None}):
        states.move(connection, broadcast_id, life.RESEND, now=now)
    return sorted(row.id for row in again)


def leave(connection: Connection, ids: Collection[int]) -> list[int]:
    """Wait no longer, by a person's decision, for news of those of these messages that are uncertain; which."""
    these = update(Message).where(Message.id.in_(ids), Message.state == UNCERTAIN)
    left = connection.execute(these.values(state=UNREPORTED, reason="left by staff").returning(Message.id))
    return sorted(left.scalars())


def _in_slices(db: Database, conditions: Sequence[ColumnElement[bool]], **changes: str) -> int:
    changed = 0
    while True:
        some = select(Message.id).where(*conditions).limit(SLICE).with_for_update(skip_locked=True)
        with db.begin() as connection:
            now_changed = connection.execute(update(Message).where(Message.id.in_(some)).values(changes)).rowcount
        changed += now_changed
        if now_changed < SLICE:
            return changed


def _waiting(connection: Connection) -> list[tuple[int | None, str]]:
    """What queued messages wait for, as (broadcast, channel), found by jumping through the indexes."""
    broadcasts: list[int | None] = [None]
    broadcasts += connection.execute(select(Broadcast.id).where(Broadcast.state == life.SENDING)).scalars()
    found = []
    for broadcast_id in broadcasts:
        channel = ""
        while channel := _next_channel(connection, broadcast_id, channel):
            found.append((broadcast_id, channel))
    return found


def _next_channel(connection: Connection, broadcast_id: int | None, after: str) -> str:
    query = select(func.min(Message.channel)).where(*_of(broadcast_id), Message.channel > after)
    return connection.execute(query).scalar_one() or ""


def _those(broadcast_id: int | None, channel: str) -> tuple[ColumnElement[bool], ...]:
    return (*_of(broadcast_id), Message.channel == channel)


def _of(broadcast_id: int | None) -> tuple[ColumnElement[bool], ...]:
    return Message.state == constant(QUEUED), Message.broadcast_id == broadcast_id
