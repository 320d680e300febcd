"""The house's rules that staff gave another value, as rows."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from jamakan.store.database import insert
from jamakan.store.models import HouseRule


@dataclass(frozen=True, slots=True)
class Decided:
    """A value as the environment would write it, who gave it (None: the command line) and when."""

    value: str
    by: int | None
    at: datetime


_VALUES = select(HouseRule.name, HouseRule.value).order_by(HouseRule.name)


def values(connection: Connection) -> tuple[tuple[str, str], ...]:
    """Every value given, by name."""
    return tuple((row.name, row.value) for row in connection.execute(_VALUES))


def decided(connection: Connection) -> dict[str, Decided]:
    """The same with their authors."""
    query = select(HouseRule.name, HouseRule.value, HouseRule.changed_by, HouseRule.changed_at)
    return {name: Decided(value, by, at) for name, value, by, at in connection.execute(query)}


def put(connection: Connection, name: str, value: str, by: int | None, at: datetime) -> None:
    """Give a rule a value."""
    row = {"value": value, "changed_by": by, "changed_at": at}
    statement = insert(connection, HouseRule).values({"name": name} | row)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_=row))


def forget(connection: Connection, name: str) -> bool:
    """Back to the environment's. False when it was so already."""
    return connection.execute(delete(HouseRule).where(HouseRule.name == name)).rowcount == 1
