"""The office jobs: what staff set going, and what nobody has to ask for. Those of minutes have their own queue."""

from jamakan import broadcasts, exports, fetching, retention
from jamakan.accountability import commitments
from jamakan.balances import ask as ask_balances
from jamakan.broadcasts import appraisal
from jamakan.broadcasts import arriving as recipients
from jamakan.core import Core
from jamakan.figures import snapshots
from jamakan.followups import work as followups
from jamakan.network import waves
from jamakan.people import keeping
from jamakan.people.importing import sending as newcomers
from jamakan.spreadsheets import arriving
from jamakan.state import wake
from jamakan.surveys import recounting
from workers.process import core, when_sql_is_there

SHEETS = {recipients.KIND: recipients.read, newcomers.KIND: newcomers.read}  # who reads which spreadsheets


def work() -> int:
    """Start the broadcasts that are due and write their messages; how many of both."""
    house = core()
    wake.woken(house.redis, wake.OFFICE_QUEUE)
    return when_sql_is_there(_broadcasts, house)


def count() -> int:
    """Count the audiences that pages wait for; how many."""
    return when_sql_is_there(appraisal.count_wanted, core())


def read_sheets() -> int:
    """Read the long spreadsheets that staff sent; how many."""
    return when_sql_is_there(_sheets, core())


def follow_up() -> int:
    """Write the follow-ups that are due; how many."""
    return when_sql_is_there(followups.follow_up, core(), "follow-ups")


def fetch() -> int:
    """Take the SMS that no callback brought; how many were looked at."""
    return when_sql_is_there(fetching.repair, core(), "fetch")


def export() -> int:
    """Build the files that were asked for, for a while; how many became ready."""
    return when_sql_is_there(exports.build, core(), "exports")


def remove() -> int:
    """Remove what was kept for long enough; how much."""
    return when_sql_is_there(retention.remove, core(), "retention")


def balances() -> int:
    """Ask the carriers what is left on our accounts; how many said."""
    return when_sql_is_there(ask_balances, core(), "balances")


def people() -> int:
    """Finish what was begun about people: imports to keep, erasures, names to be found by; how much."""
    return when_sql_is_there(keeping.look_after, core(), "people")


def network() -> int:
    """End memberships nobody renewed and begin the waves of panels that are due; how much."""
    return when_sql_is_there(waves.look_after, core(), "network")


def recount() -> int:
    """Count the survey results that are older than their counts; how many versions."""
    return when_sql_is_there(recounting.recount_waiting, core(), "recounts")


def accountability() -> int:
    """Say which commitments are late; how many became so."""
    return when_sql_is_there(commitments.look, core(), "accountability")


def _sheets(house: Core) -> int:
    return arriving.read_wanted(house, SHEETS)


def figures() -> int:
    """Count the figures that pages show; how many snapshots."""
    return when_sql_is_there(snapshots.refresh, core(), "figures")


def _broadcasts(house: Core) -> int:
    return broadcasts.start_due(house) + broadcasts.prepare(house)
