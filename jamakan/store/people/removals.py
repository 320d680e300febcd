"""What is still to be taken out of Redis of people erased in SQL: noted in the same transaction, struck off after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from jamakan.store.database import insert
from jamakan.store.models import RedisRemoval

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Removal:
    """A line by its reference, and the calls on it whose last screens are remembered."""

    id: int
    ref: str
    sessions: tuple[str, ...]


def ask(connection: Connection, ref: str, sessions: Sequence[str], at: datetime) -> None:
    """Have Redis forget a line."""
    row = {"ref": ref, "sessions": {"refs": list(sessions)}, "asked_at": at}
    connection.execute(insert(connection, RedisRemoval), row)


def waiting(connection: Connection) -> list[Removal]:
    """Some of those asked for, the oldest first."""
    query = select(RedisRemoval.id, RedisRemoval.ref, RedisRemoval.sessions).order_by(RedisRemoval.id).limit(AT_ONCE)
    return [Removal(row.id, row.ref, tuple(row.sessions["refs"])) for row in connection.execute(query)]


def done(connection: Connection, ids: Sequence[int]) -> None:
    """Redis has forgotten them."""
    connection.execute(delete(RedisRemoval).where(RedisRemoval.id.in_(ids)))
