"""The core of a worker process, built once: jobs carry ids, never connections."""

import sys
from collections.abc import Callable
from functools import cache

import structlog
from redis.exceptions import RedisError

from jamakan.config import settings_or_exit
from jamakan.core import Core, KeyMismatch, build_core
from jamakan.logs import configure
from jamakan.store.database import DatabaseAway

log = structlog.get_logger()


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


def when_sql_is_there(job: Callable[[Core], int], house: Core) -> int:
    """What the job did; 0 when SQL is away, which the clock mends by asking again."""
    try:
        return job(house)
    except DatabaseAway as error:
        log.warning("job put off, SQL is away", job=job.__name__, reason=str(error))
        return 0
