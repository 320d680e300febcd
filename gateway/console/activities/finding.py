"""An activity by what stands in its address."""

from dataclasses import dataclass

from flask import abort

from gateway.console.current import core
from jamakan.programme.activities import MONTH, Activity
from jamakan.store import tallies
from jamakan.store.activities import find, row_id
from jamakan.store.attendance import Attendee, one
from jamakan.store.tallies import Tally

MOST_DAYS = 7  # a longer activity has no door list of its own for each day


@dataclass(frozen=True, slots=True)
class Found:
    """An activity with its row id and counts."""

    id: int
    activity: Activity
    tally: Tally

    @property
    def days(self) -> range:
        """The numbers of its days; none while only the month is known."""
        if self.activity.precision == MONTH:
            return range(0)
        length = (self.activity.last_day - self.activity.first_day).days + 1
        return range(1, min(length, MOST_DAYS) + 1)


def activity_or_404(slug: str) -> Found:
    """The activity of this address."""
    with core().db.read() as connection:
        activity_id, activity = row_id(connection, slug), find(connection, slug)
        if activity_id is None or activity is None:
            abort(404)
        return Found(activity_id, activity, tallies.of(connection, [activity_id])[activity_id])


def attendee_or_404(found: Found, registration: int) -> Attendee:
    """The person of this registration, at this activity."""
    with core().db.read() as connection:
        attendee = one(connection, core().settings.vault, found.id, registration)
    if attendee is None:
        abort(404)
    return attendee


def with_day(slug: str, day: int) -> Found:
    """The activity of this address, if it has such a day."""
    found = activity_or_404(slug)
    if day not in found.days:
        abort(404)
    return found
