"""What sending costs by month and by day, in millionths of XOF: reserved before a carrier is called, corrected after.

One row a month is its total. A transaction that adds locks that row until it ends and is told the sum, so that no
number of workers passes the cap together. It is the last thing they do: everybody waits for whoever holds it.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select

from jamakan.store.database import insert
from jamakan.store.models import Spending

TOTAL = ""  # the channel of the rows that count all of them

_SPENT = select(Spending.micros).where(Spending.month == bindparam("month"), Spending.channel == TOTAL)
_COUNTED = ("micros", "messages", "parts")


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
    return month_of(at.astimezone(zone).date())


def month_of(day: date) -> str:
    """The month a day belongs to."""
    return f"{day:%Y-%m}"


def spent(connection: Connection, month: str) -> int:
    """What a month cost so far, over all channels, reservations included."""
    micros: int | None = connection.execute(_SPENT, {"month": month}).scalar_one_or_none()
    return micros or 0


def by_channel(connection: Connection, month: str) -> dict[str, Cost]:
    """What a month cost on each channel, and under `TOTAL` on all of them; of a day (2026-11-23) only the latter."""
    query = select(Spending.channel, Spending.micros, Spending.messages, Spending.parts)
    rows = connection.execute(query.where(Spending.month == month))
    return {row.channel: Cost(row.micros, row.messages, row.parts) for row in rows}


def add(connection: Connection, day: date, channel: str, cost: Cost) -> int:
    """Count a cost of this day on its channel and in the totals of day and month. Returns the month's, in micros."""
    month = month_of(day)
    rows = [(month, TOTAL), (month, channel), (day.isoformat(), TOTAL)]  # everybody locks them in this order
    statement = insert(connection, Spending)
    more = {name: getattr(Spending, name) + statement.excluded[name] for name in _COUNTED}
    counted = statement.on_conflict_do_update(index_elements=["month", "channel"], set_=more)
    told = [{"month": time, "channel": of, **asdict(cost)} for time, of in rows]
    returned = connection.execute(counted.returning(Spending.month, Spending.channel, Spending.micros), told)
    sums: dict[tuple[str, str], int] = {(row.month, row.channel): row.micros for row in returned}
    return sums[month, TOTAL]
