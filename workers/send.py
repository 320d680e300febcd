"""The send jobs: hand queued messages to their carriers, and see that none is forgotten."""

from jamakan import sending
from jamakan.core import Core
from workers.process import STOPPING, core, when_sql_is_there


def flush() -> int:
    """Send all that is due; the number of messages dealt with. With SQL away they stay queued."""
    return when_sql_is_there(_flush, core())


def tidy() -> int:
    """Look after what nobody speaks for any more; the number of messages that changed."""
    return when_sql_is_there(sending.tidy, core(), "send-tidy")


def _flush(house: Core) -> int:
    return sending.flush(house, STOPPING)
