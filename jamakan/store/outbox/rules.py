"""What keeps a due message from leaving now: its reader's wishes, its own time, the hours, so many a day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from jamakan.hours import Hours
from jamakan.store.messages import ERASED, EXPIRED, NO_WORDS, OPTED_OUT, QUEUED, SKIPPED, TO_THE_STOPPED, UNASKED
from jamakan.store.outbox.due import Due

TOO_LATE = "too late to be of use"
QUIET = "outside the hours"
TOO_MANY_UNASKED = "too many messages that day"
TOO_MANY_ANSWERS = "too many answers today"
FOR_ANSWERS = 0.1  # of the month's cap: what only answers may spend


@dataclass(frozen=True, slots=True)
class Rules:
    """What a house decided. `cap_micros`: what a month may cost, in millionths of XOF; None: there is no limit."""

    hours: Hours
    unasked_a_day: int
    replies_a_day: int
    cap_micros: int | None = None

    def cap(self, purpose: str) -> int | None:
        """What the month may have cost after a message of this purpose."""
        if self.cap_micros is None or purpose not in UNASKED:
            return self.cap_micros
        return int(self.cap_micros * (1 - FOR_ANSWERS))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a message that does not leave now. `until`: it waits until then."""

    state: str
    reason: str
    until: datetime | None = None


@dataclass(frozen=True)
class Judge:
    """The rules at one moment."""

    rules: Rules
    now: datetime

    @cached_property
    def today(self) -> date:
        """The day in the house's zone."""
        return self.now.astimezone(self.rules.hours.zone).date()

    def verdict(self, one: Due) -> Verdict | None:
        """Why it does not leave now; None: it may."""
        if one.body_digest == NO_WORDS:  # erased during an attempt that is to be made again
            return Verdict(SKIPPED, ERASED)
        if one.opted_out and one.purpose not in TO_THE_STOPPED:
            return Verdict(SKIPPED, OPTED_OUT)
        if one.expires_at is not None and one.expires_at <= self.now:
            return Verdict(EXPIRED, TOO_LATE)
        return self._unasked(one) if one.purpose in UNASKED else self._asked(one)

    def _unasked(self, one: Due) -> Verdict | None:
        if not self._open:
            return _later(one, self._opening, QUIET)
        if one.unasked_on == self.today and one.unasked >= self.rules.unasked_a_day:
            return _later(one, self._opening_tomorrow, TOO_MANY_UNASKED)
        return None

    def _asked(self, one: Due) -> Verdict | None:
        """Two machines that answer each other would never end, and each answer costs."""
        if one.replies_on == self.today and one.replies >= self.rules.replies_a_day:
            return Verdict(SKIPPED, TOO_MANY_ANSWERS)
        return None

    @cached_property
    def _open(self) -> bool:
        return self.rules.hours.is_open(self.now)

    @cached_property
    def _opening(self) -> datetime:
        return self.rules.hours.next_open(self.now)

    @cached_property
    def _opening_tomorrow(self) -> datetime:
        hours = self.rules.hours
        return hours.next_open(datetime.combine(self.today + timedelta(days=1), time(), hours.zone))


def _later(one: Due, until: datetime, reason: str) -> Verdict:
    """It waits, or is given up at once when it would be too late by then."""
    if one.expires_at is not None and one.expires_at <= until:
        return Verdict(EXPIRED, reason)
    return Verdict(QUEUED, reason, until)
