"""What the clock asks for, and a flush does on the way: nothing stays without an outcome for ever."""

from datetime import UTC, datetime, timedelta

import structlog

from jamakan.core import Core
from jamakan.state import wake
from jamakan.store import outbox, reports
from jamakan.store.broadcasts import states

log = structlog.get_logger()

STUCK = timedelta(seconds=60)  # an attempt without an outcome after this has lost its worker


def tidy(core: Core) -> int:
    """Give up lost attempts, join late reports, end what is over. Returns how many messages that changed."""
    now = datetime.now(UTC)
    lost = outbox.give_up(core.db, now - STUCK)
    joined = reports.join_late(core.db, now)
    unreported = outbox.stop_waiting_for_reports(core.db, now)
    adopted = outbox.adopt(core.db, core.settings.channels)
    states.finish_done(core.db, now)
    if adopted:
        wake.wake(core.redis, wake.SEND_QUEUE)
    if lost or joined or unreported or adopted:
        log.warning("messages tidied", lost=lost, joined=joined, unreported=unreported, adopted=adopted)
    return lost + joined + unreported + adopted
