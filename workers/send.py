"""The send job: hand queued messages to their carriers."""

from jamakan import sending
from workers.process import core


def flush() -> int:
    """Send all that is due; the number of messages handed over or refused."""
    return sending.flush(core())
