"""Channels that trouble of the account stopped: no message leaves by them until one that tries it gets through.

Their messages stay as they are. Short troubles (too fast, unreachable) are no business of SQL: see
`jamakan.sending.gate`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from jamakan.store.database import insert
from jamakan.store.models import ChannelState


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why and since when. `retry_at`: when one message tries it again; None: only staff open it."""

    reason: str
    since: datetime
    retry_at: datetime | None

    def may_try(self, now: datetime) -> bool:
        """Whether one message may try it."""
        return self.retry_at is not None and self.retry_at <= now


_ALL = select(ChannelState.channel, ChannelState.reason, ChannelState.since, ChannelState.retry_at)


def stopped(connection: Connection) -> dict[str, Stopped]:
    """The channels that are stopped."""
    return {row.channel: Stopped(row.reason, row.since, row.retry_at) for row in connection.execute(_ALL)}


def stop(connection: Connection, channel: str, reason: str, now: datetime, retry_at: datetime | None) -> None:
    """Stop a channel, or put off its next try when it is stopped already."""
    statement = insert(connection, ChannelState).on_conflict_do_update(
        index_elements=["channel"], set_={"reason": reason, "retry_at": retry_at}
    )
    connection.execute(statement, {"channel": channel, "reason": reason, "since": now, "retry_at": retry_at})


def take_try(connection: Connection, channel: str, seen: Stopped, next_at: datetime) -> bool:
    """Take the turn to try a stopped channel with one message. False: somebody else has it."""
    statement = update(ChannelState).where(ChannelState.channel == channel, ChannelState.retry_at == seen.retry_at)
    return connection.execute(statement.values(retry_at=next_at)).rowcount == 1


def reopen(connection: Connection, channels: Collection[str]) -> int:
    """Let messages leave again. Returns how many of these were stopped."""
    return connection.execute(delete(ChannelState).where(ChannelState.channel.in_(channels))).rowcount
