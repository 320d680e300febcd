"""The send worker's job: every channel's lanes, until nothing is due."""

import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from threading import Event

import structlog

from jamakan.channels.routes import Route, routes
from jamakan.config import Settings
from jamakan.core import Core
from jamakan.house_rules.reading import merged
from jamakan.sending.crew import Crew, Lane
from jamakan.sending.desk import Desk
from jamakan.sending.tidying import STUCK, tidy
from jamakan.state import wake
from jamakan.store import channel_states, house_rules, outbox
from jamakan.store.broadcasts import states
from jamakan.store.database import DatabaseAway

log = structlog.get_logger()

AT_MOST_SECONDS = 120  # then another job goes on: jobs have a time limit, and it would cut a call in two
TIDY_SECONDS = 10.0
LEAVE_SECONDS = 8.0  # for the calls under way when the worker is told to stop; the house kills after ten
JOIN_SECONDS = 0.2


def flush(core: Core, stopping: Event | None = None) -> int:
    """Send all that is due, answers first; the number of messages dealt with.

    `stopping`: set when the process is to end; what is being handed over is finished, nothing more is taken.
    Raises what ended a lane: DatabaseAway, RedisError.
    """
    wake.woken(core.redis, wake.SEND_QUEUE)
    tidy(core)
    stopping = stopping or Event()
    crew = Crew(stopping, time.monotonic() + AT_MOST_SECONDS)
    lanes = [lane for desk in desks(core) for lane in _lanes(core, crew, desk)]
    try:
        for lane in lanes:
            lane.start()
        _watch(core, crew, lanes, stopping)
    finally:
        crew.end()
    if crew.failure:
        raise crew.failure
    if not stopping.is_set():
        states.finish_done(core.db, datetime.now(UTC))
    return sum(lane.dealt for lane in lanes)


def ask_if_due(core: Core) -> None:
    """Wake the send worker when messages can leave or an attempt got stuck: the net for lost wake-ups."""
    now = datetime.now(UTC)
    with core.db.read() as connection:
        hours = merged(core.settings, house_rules.values(connection)).hours
        stopped = channel_states.stopped(connection)
        open_ones = [name for name in core.settings.channels if name not in stopped or stopped[name].may_try(now)]
        due = outbox.stuck(connection, now - STUCK) or any(
            outbox.single_due(connection, name, now) or outbox.bulk_due(connection, name, hours, now)
            for name in open_ones
        )
    if due:
        wake.wake(core.redis, wake.SEND_QUEUE)


def _watch(core: Core, crew: Crew, lanes: Sequence[Lane], stopping: Event) -> None:
    """Wait for the lanes, and tidy on the way. This thread never waits for an event: a signal's handler sets them."""
    tidy_at, leave_at = time.monotonic() + TIDY_SECONDS, float("inf")
    while working := [lane for lane in lanes if lane.is_alive()]:
        working[0].join(JOIN_SECONDS)
        now = time.monotonic()
        if stopping.is_set():
            crew.end()
            leave_at = min(leave_at, now + LEAVE_SECONDS)
        if now > leave_at:
            log.warning("left calls under way to the sweeper", calls=len(working))
            return
        if now > tidy_at:
            _tidy(core, crew)
            tidy_at = now + TIDY_SECONDS


def _tidy(core: Core, crew: Crew) -> None:
    try:
        tidy(core)
    except DatabaseAway as error:
        crew.fail(error)


def desks(core: Core) -> list[Desk]:
    """One for each channel of the house."""
    known = known_routes(core.settings)
    return [Desk(core, known, route) for route in known.values()]


def _lanes(core: Core, crew: Crew, desk: Desk) -> list[Lane]:
    return [Lane(crew, desk, number) for number in range(core.settings.sms_lanes)]


@cache
def known_routes(settings: Settings) -> Mapping[str, Route]:
    """Made once a process: carriers' tokens live in them."""
    return routes(settings)
