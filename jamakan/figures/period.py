"""What a report is narrowed to."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """`since`, `until`: days of the house, both included; `activity`: a slug. None and "" are no limit.

    Seats and who came go by the first day of the activity; messages, surveys, cases and STOP by when they were.
    """

    since: date | None = None
    until: date | None = None
    activity: str = ""

    @classmethod
    def of(cls, since: str, until: str, activity: str = "") -> "Period":
        """From what addresses and rows hold. Raises ValueError: no date."""
        return cls(_day(since), _day(until), activity)

    @property
    def key(self) -> tuple[str, str, str]:
        """As rows hold it."""
        return _written(self.since), _written(self.until), self.activity


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""
