"""When messages that nobody asked for may leave: between two hours of the day, not on blocked days."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LOOK_AHEAD = 366  # days; a year in which every day is blocked opens never


class NeverOpen(ValueError):
    """Hours in which no message could ever leave."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Open from `opens` (included) to `closes` (excluded), on days that are not blocked, in `zone`.

    `blocked`: weekdays (`sun`) and dates (`2027-04-11`).
    """

    opens: time
    closes: time
    zone: ZoneInfo
    blocked: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise NeverOpen(f"the hours end ({self.closes:%H:%M}) before they begin ({self.opens:%H:%M})")
        if set(WEEKDAYS) <= self.blocked:
            raise NeverOpen("every day of the week is blocked")

    def is_open(self, at: datetime) -> bool:
        """Whether a message may leave now."""
        local = at.astimezone(self.zone)
        return self._works(local.date()) and self.opens <= local.time() < self.closes

    def next_open(self, at: datetime) -> datetime:
        """The first moment from `at` on, in UTC, at which a message may leave. Raises NeverOpen."""
        if self.is_open(at):
            return at.astimezone(UTC)
        local = at.astimezone(self.zone)
        first = local.date() if local.time() < self.opens else local.date() + timedelta(days=1)
        for day in (first + timedelta(days=number) for number in range(LOOK_AHEAD)):
            if self._works(day):
                return datetime.combine(day, self.opens, self.zone).astimezone(UTC)
        raise NeverOpen("every day of the coming year is blocked")

    def narrowed(self, opens: str, closes: str) -> "Hours":
        """The same, within other hours too (`HH:MM`; "" leaves that end). Raises ValueError, NeverOpen."""
        latest = max(self.opens, time.fromisoformat(opens)) if opens else self.opens
        earliest = min(self.closes, time.fromisoformat(closes)) if closes else self.closes
        return Hours(latest, earliest, self.zone, self.blocked)

    def _works(self, day: date) -> bool:
        return WEEKDAYS[day.weekday()] not in self.blocked and day.isoformat() not in self.blocked
