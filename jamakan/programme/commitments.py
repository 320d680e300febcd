"""The life of an institution's commitment: open until it is kept or dropped; late when its day has passed.

Only the clock makes one late, and only its day being moved (or its being kept after all) ends that.
"""

from collections.abc import Mapping
from datetime import date, timedelta

OPEN, LATE, KEPT, DROPPED = "open", "late", "kept", "dropped"
STATES = (OPEN, LATE, KEPT, DROPPED)
GOING_ON = (OPEN, LATE)

KEEP, DROP, REOPEN, EXPIRE, RENEW = "keep", "drop", "reopen", "expire", "renew"
TRANSITIONS: Mapping[tuple[str, str], str] = {
    (OPEN, KEEP): KEPT,
    (OPEN, DROP): DROPPED,
    (OPEN, EXPIRE): LATE,
    (LATE, KEEP): KEPT,  # late, and kept all the same
    (LATE, DROP): DROPPED,
    (LATE, RENEW): OPEN,  # another day was agreed on
    (KEPT, REOPEN): OPEN,
    (DROPPED, REOPEN): OPEN,
}
BY_STAFF = (KEEP, DROP, REOPEN)  # the others: the clock, and another due date
NEEDS_NOTE = frozenset({KEEP, DROP, REOPEN})  # the evidence, or the reason

# What happens without a move.
MADE, NOTE, CHANGED, TOLD = "made", "note", "changed", "told"

SOON = timedelta(days=14)  # before its day, staff are reminded
NO_NEWS = timedelta(days=90)  # of one that goes on


def after(state: str, event: str) -> str | None:
    """The state an event leads to; None: it is not possible."""
    return TRANSITIONS.get((state, event))


def possible(state: str) -> tuple[str, ...]:
    """What staff may do with one in this state, in the order of the table."""
    return tuple(event for before, event in TRANSITIONS if before == state and event in BY_STAFF)


def is_late(due_on: date | None, today: date) -> bool:
    """Whether its day has passed. On the day itself it can still be kept."""
    return due_on is not None and due_on < today
