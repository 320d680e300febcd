"""When each duty of the clock is asked for next. Moving it by comparison is what lets one clock of many ask."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from jamakan.store.database import Database, insert
from jamakan.store.models import Scheduled


@dataclass(frozen=True, slots=True)
class Times:
    """`next_at`: when it is asked for. `last_at`: when it last ended well, None when it never did."""

    next_at: datetime
    last_at: datetime | None


def times(connection: Connection) -> dict[str, Times]:
    """The times of every duty ever planned, by name."""
    query = select(Scheduled.name, Scheduled.next_at, Scheduled.last_at)
    return {row.name: Times(row.next_at, row.last_at) for row in connection.execute(query)}


def plan(db: Database, name: str, every: int, now: datetime) -> None:
    """Make a duty known, due now. One that is known stays as it is."""
    row = {"name": name, "every_seconds": every, "next_at": now}
    with db.begin() as connection:
        connection.execute(insert(connection, Scheduled).on_conflict_do_nothing(), row)


def take(db: Database, name: str, seen: datetime, again: datetime) -> bool:
    """Whether the caller is the one to ask: the duty was next due at `seen`, and is now at `again`."""
    statement = update(Scheduled).where(Scheduled.name == name, Scheduled.next_at == seen)
    with db.begin() as connection:
        return connection.execute(statement.values(next_at=again)).rowcount == 1


def done(db: Database, name: str, every: int, at: datetime, next_at: datetime) -> None:
    """It ended well at `at`; the next time is `next_at`."""
    statement = update(Scheduled).where(Scheduled.name == name)
    with db.begin() as connection:
        connection.execute(statement.values(every_seconds=every, last_at=at, next_at=next_at))
