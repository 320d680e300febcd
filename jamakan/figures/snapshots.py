"""Figures are counted by the office, never by a page: pages read the latest snapshot and say as of when it is."""

from datetime import UTC, datetime, timedelta

import structlog
from redis.exceptions import RedisError

from jamakan.core import Core
from jamakan.figures.period import Period
from jamakan.figures.report import Report, UnknownActivity, report
from jamakan.state import wake
from jamakan.store.activities import find
from jamakan.store.results import keeping

log = structlog.get_logger()

JOB = "workers.office.figures"
FRESH = timedelta(seconds=60)  # a snapshot of less than this is not taken again because somebody clicked
FORGOTTEN = timedelta(days=30)  # a period nobody asked for since


def latest(core: Core, period: Period | None = None) -> Report | None:
    """The last snapshot of a period; None: it was never counted."""
    with core.db.read() as connection:
        kept = keeping.snapshot(connection, period or Period())
    return Report.from_json(kept.body) if kept is not None and kept.body else None


def want(core: Core, period: Period | None = None) -> None:
    """Have a period counted soon. Raises UnknownActivity."""
    period, now = period or Period(), datetime.now(UTC)
    with core.db.begin() as connection:
        if period.activity and find(connection, period.activity) is None:
            raise UnknownActivity(f"there is no activity {period.activity!r}: take a slug of `jamakan activities`")
        kept = keeping.snapshot(connection, period)
        if kept is None or kept.as_of is None or kept.as_of < now - FRESH:
            keeping.want(connection, period, now)
    try:
        wake.enqueue(core.redis, wake.OFFICE_QUEUE, JOB)
    except RedisError as error:
        log.warning("figures wait for the clock, Redis is away", reason=type(error).__name__)


def refresh(core: Core, now: datetime | None = None) -> int:
    """Count all that ever was, and each period that was asked for; how many snapshots."""
    now = now or datetime.now(UTC)
    with core.db.begin() as connection:
        keeping.forget(connection, now - FORGOTTEN)
        asked = [period for period in keeping.wanted(connection) if period != Period()]
    for period in (Period(), *asked):
        try:
            found = report(core, period)
        except UnknownActivity:
            log.warning("a period waits for an activity that is gone", period=period.key)
            continue
        with core.db.begin() as connection:
            keeping.keep(connection, period, found.as_of, found.to_json())
    return 1 + len(asked)
