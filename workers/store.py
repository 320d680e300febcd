"""The store jobs: move events from the stream to SQL, and tidy there."""

from jamakan import storing
from workers.process import core, when_sql_is_there


def drain() -> int:
    """Store all that waits; the number of entries moved. With SQL away they wait in the stream."""
    return when_sql_is_there(storing.drain, core())


def refresh() -> int:
    """Show flows and open activities in Redis again; how many flows."""
    return when_sql_is_there(storing.refresh, core(), "refresh")


def tidy() -> int:
    """End what nobody came back to; the number ended."""
    return when_sql_is_there(storing.tidy, core(), "tidy")
