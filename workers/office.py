"""The office jobs: what staff set going, and what nobody has to ask for."""

from jamakan import broadcasts, fetching
from jamakan.core import Core
from jamakan.followups import work as followups
from jamakan.state import wake
from workers.process import core, when_sql_is_there


def work() -> int:
    """Start the broadcasts that are due and write their messages; how many of both."""
    house = core()
    wake.woken(house.redis, wake.OFFICE_QUEUE)
    return when_sql_is_there(_broadcasts, house)


def follow_up() -> int:
    """Write the follow-ups that are due; how many."""
    return when_sql_is_there(followups.follow_up, core(), "follow-ups")


def fetch() -> int:
    """Take the SMS that no callback brought; how many were looked at."""
    return when_sql_is_there(fetching.repair, core(), "fetch")


def _broadcasts(house: Core) -> int:
    return broadcasts.start_due(house) + broadcasts.prepare(house)
