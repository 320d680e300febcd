"""Writing the messages of a broadcast, a slice a transaction."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from jamakan.programme import broadcasts as life
from jamakan.programme.plan import Broadcast
from jamakan.store import messages, models
from jamakan.store.database import Database, constant
from jamakan.store.messages import QUEUED, SKIPPED
from jamakan.store.models import Message

AT_ONCE = 2000  # rows a transaction when a stopped broadcast is put away
STOPPED = "stopped"  # why a message was skipped: its broadcast was stopped


class Overtaken(Exception):
    """Somebody else wrote this slice, or the broadcast is no longer being sent: nothing was kept."""


def write_slice(
    db: Database,
    broadcast: Broadcast,
    rows: Sequence[dict[str, Any]],
    *,
    excluded: Mapping[str, int],
    through: int,
    last: bool,
    now: datetime,
) -> int:
    """Store the messages of the slice after `broadcast.prepared_through`, all or none. Returns how many are new.

    Raises Overtaken. The comparison comes last: the row that claims look at is held no longer than the commit takes.
    """
    table = models.Broadcast
    moved = (
        update(table)
        .where(table.id == broadcast.id, table.state == life.SENDING, table.prepared_at.is_(None))
        .where(table.prepared_through == broadcast.prepared_through)
        .values(
            prepared_through=through,
            prepared_at=now if last else None,
            excluded=dict(Counter(broadcast.excluded) + Counter(excluded)),
        )
    )
    with db.begin() as connection:
        written = messages.write(connection, rows)
        if not connection.execute(moved).rowcount:
            raise Overtaken
    return written


def any_stopped(connection: Connection) -> bool:
    """Whether `put_away_stopped` would find something."""
    return connection.execute(_OF_STOPPED.limit(1)).first() is not None


def put_away_stopped(db: Database, now: datetime) -> int:
    """Skip what stopped broadcasts had queued, some at a time. Returns how many messages that was."""
    some = _OF_STOPPED.limit(AT_ONCE).scalar_subquery()
    skipped = update(Message).where(Message.id.in_(some), Message.state == QUEUED)
    total, done = 0, AT_ONCE
    while done == AT_ONCE:
        with db.begin() as connection:
            done = connection.execute(skipped.values(state=SKIPPED, reason=STOPPED, final_at=now)).rowcount
        total += done
    return total


_OF_STOPPED = (
    select(Message.id)
    .join(models.Broadcast, models.Broadcast.id == Message.broadcast_id)
    .where(models.Broadcast.state == life.STOPPED, Message.state == constant(QUEUED))
)
