"""The core of a worker process, built once: jobs carry ids, never connections."""

import sys
from collections.abc import Callable
from functools import cache
from threading import Event

import structlog
from redis.exceptions import RedisError

from jamakan import schedule
from jamakan.config import settings_or_exit
from jamakan.core import Core, KeyMismatch, build_core
from jamakan.logs import configure
from jamakan.store.database import DatabaseAway

log = structlog.get_logger()

STOPPING = Event()  # set when this worker is asked to stop: a long job may end early


@cache
def core() -> Core:
    """This process's core."""
    settings = settings_or_exit()
    configure(settings)
    house = build_core(settings)
    try:
        house.check_key()
    except KeyMismatch as error:
        sys.exit(f"worker: {error}")
    except RedisError:
        log.warning("started while Redis is away")
    return house


def when_sql_is_there(job: Callable[[Core], int], house: Core, duty: str = "") -> int:
    """What the job did; 0 when SQL is away, which the clock mends by asking again.

    `duty`: the name the schedule knows the job by; it is told that the job ended well.
    """
    try:
        done = job(house)
        if duty:
            schedule.done(house, duty)
    except DatabaseAway as error:
        log.warning("job put off, SQL is away", job=job.__name__, reason=str(error))
        return 0
    return done
