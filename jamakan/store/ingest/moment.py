"""One event's place: which turn, when, and its rank among all events of the contact."""

from datetime import UTC, datetime

from jamakan.events import EntryError

MAX_EVENTS = 2**16 - 2  # in one turn; the rank below has 16 bits for them
MAX_VERSION = 2**46  # a rank fits a signed 64-bit column


def when(seconds: float) -> datetime:
    """A time from seconds since 1970. Raises EntryError for one no calendar has."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise EntryError("a time no calendar has") from error


def rank(version: int, order: int) -> int:
    """Orders the events of a contact for ever: by the contact's version, then by their order in the turn."""
    return version << 16 | (order + 1)
