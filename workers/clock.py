"""The clock: asks for jobs that nobody asked for, and finds work that got stuck.

Any number of clocks may run; one leads. It does nothing itself but ask, so a clock that dies costs seconds.
"""

import os
import signal
import time
from threading import Event

import structlog
from redis.exceptions import OutOfMemoryError, RedisError

from jamakan import broadcasts, schedule, sending, storing
from jamakan.core import Core
from jamakan.state import keys, lock
from jamakan.store.database import DatabaseAway
from workers.process import core
from workers.store import drain

log = structlog.get_logger()

TICK_SECONDS = 2.0
LEAD_SECONDS = 10  # a leader that died is followed after this


def run() -> None:
    """Tick until SIGTERM or SIGINT."""
    stop = Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signal_number, lambda *_: stop.set())
    house = core()
    name = f"{os.uname().nodename}:{os.getpid()}"
    while not stop.is_set():
        started = time.monotonic()
        try:
            if lock.lead(house.redis, keys.CLOCK_LOCK, name, LEAD_SECONDS):
                tick(house)
        except OutOfMemoryError:
            log.error("Redis is full: the clock stores what waits by itself, no job can be asked for")
            drain()
        except (RedisError, DatabaseAway) as error:
            log.warning("clock skipped a tick", reason=type(error).__name__)
        stop.wait(max(0.0, TICK_SECONDS - (time.monotonic() - started)))


def tick(house: Core) -> None:
    """One look at everything that could have been forgotten. The stream comes first: that look needs no SQL."""
    storing.ask_if_waiting(house)
    schedule.ask(house)
    sending.ask_if_due(house)
    broadcasts.ask_if_due(house)
