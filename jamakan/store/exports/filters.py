"""What a file is narrowed to."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute


@dataclass(frozen=True, slots=True)
class Filters:
    """`activity`: a slug; `flow`, `version`: of a survey; `since`, `until`: days, both included; "" is no limit.

    `language`: of the words, where a file has any.
    """

    activity: str = ""
    flow: str = ""
    version: str = ""
    since: str = ""
    until: str = ""
    language: str = ""

    @classmethod
    def of(cls, written: Mapping[str, Any]) -> Self:
        """From what is kept of them."""
        return cls(**written)

    def written(self) -> dict[str, Any]:
        """As they are kept."""
        return asdict(self)

    def between(self, at: InstrumentedAttribute[datetime], zone: ZoneInfo) -> list[ColumnElement[bool]]:
        """The conditions that these days put on a moment."""
        found = []
        if self.since:
            found.append(at >= _midnight(date.fromisoformat(self.since), zone))
        if self.until:
            found.append(at < _midnight(date.fromisoformat(self.until) + timedelta(days=1), zone))
        return found


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
