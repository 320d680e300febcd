"""The store job: move events from the stream to SQL."""

from jamakan import storing
from workers.process import core


def drain() -> int:
    """Store all that waits; the number of entries moved."""
    return storing.drain(core())
