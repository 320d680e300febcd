"""The send job: hand queued messages to their carriers."""

from jamakan import sending
from workers.process import core, when_sql_is_there


def flush() -> int:
    """Send all that is due; the number of messages dealt with. With SQL away they stay queued."""
    return when_sql_is_there(sending.flush, core())
