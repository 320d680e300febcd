"""What every act on people ends with: Redis shows it, who is owed a message gets it."""

from collections.abc import Collection

import structlog
from redis.exceptions import RedisError

from jamakan.core import Core
from jamakan.projections import project_profiles, project_programme
from jamakan.state import wake

log = structlog.get_logger()


def show(core: Core, refs: Collection[str], *, seats_moved: bool = False) -> None:
    """Bring Redis up to date after the commit. With Redis away the clock mends it."""
    try:
        project_profiles(core, refs)
        if seats_moved:
            project_programme(core)
            wake.wake(core.redis, wake.SEND_QUEUE)
    except RedisError:
        log.warning("Redis is away: the clock will show what changed")
