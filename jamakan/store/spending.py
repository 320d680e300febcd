"""What sending costs, month by month, in millionths of XOF: reserved before a carrier is called, corrected after.

One row a month is its total. A transaction that reserves locks that row until it ends, so that no number of workers
passes the cap together; it is the last lock they take, so that nobody waits for anything else meanwhile.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select, update

from jamakan.store.database import insert
from jamakan.store.models import Spending

TOTAL = ""  # the channel of the row that counts all of them

_ADD = (
    update(Spending)
    .where(Spending.month == bindparam("to_month"), Spending.channel == bindparam("to_channel"))
    .values(
        micros=Spending.micros + bindparam("micros"),
        messages=Spending.messages + bindparam("messages"),
        parts=Spending.parts + bindparam("parts"),
    )
    .returning(Spending.micros)
)


@dataclass(frozen=True, slots=True)
class Cost:
    """An amount and what it is for; negative to give back."""

    micros: int = 0
    messages: int = 0
    parts: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.micros + other.micros, self.messages + other.messages, self.parts + other.parts)

    def __sub__(self, other: "Cost") -> "Cost":
        return Cost(self.micros - other.micros, self.messages - other.messages, self.parts - other.parts)


def month(at: datetime, zone: ZoneInfo) -> str:
    """The month a moment belongs to in the house's zone, as `2026-11`."""
    return f"{at.astimezone(zone):%Y-%m}"


def spent(connection: Connection, month: str) -> int:
    """What a month cost so far, over all channels, reservations included."""
    return by_channel(connection, month).get(TOTAL, Cost()).micros


def by_channel(connection: Connection, month: str) -> dict[str, Cost]:
    """What a month cost on each channel, and under `TOTAL` on all of them."""
    query = select(Spending.channel, Spending.micros, Spending.messages, Spending.parts)
    rows = connection.execute(query.where(Spending.month == month))
    return {row.channel: Cost(row.micros, row.messages, row.parts) for row in rows}


def locked(connection: Connection, month: str) -> int:
    """`spent`, and nobody else adds to it before this transaction ends."""
    return _add(connection, month, TOTAL, Cost())


def add(connection: Connection, month: str, channel: str, cost: Cost) -> None:
    """Count a cost on its channel and in the month's total."""
    if cost != Cost():
        _add(connection, month, TOTAL, cost)
        _add(connection, month, channel, cost)


def _add(connection: Connection, month: str, channel: str, cost: Cost) -> int:
    added = {"to_month": month, "to_channel": channel, "micros": cost.micros}
    added |= {"messages": cost.messages, "parts": cost.parts}
    known = connection.execute(_ADD, added).scalar_one_or_none()
    if known is not None:
        return known
    row = {"month": month, "channel": channel, "micros": 0, "messages": 0, "parts": 0}
    connection.execute(insert(connection, Spending).on_conflict_do_nothing(), row)  # the first of its month
    return connection.execute(_ADD, added).scalar_one()
