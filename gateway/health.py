"""Whether the process lives, and whether it can promise anything."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from redis.exceptions import RedisError

from jamakan.core import Core
from jamakan.state import keys

READY_MS = 1000


def blueprint(core: Core) -> Blueprint:
    """`/health/live` and `/health/ready`. SQL is not asked: citizens are answered without it."""
    pages = Blueprint("health", __name__, url_prefix="/health")

    @pages.get("/live")
    def live() -> ResponseReturnValue:
        return {"status": "live"}

    @pages.get("/ready")
    def ready() -> ResponseReturnValue:
        try:
            core.redis.set(keys.READY, b"1", px=READY_MS)  # a full or read-only Redis answers a ping all the same
        except RedisError:
            return {"status": "not ready", "reason": "Redis keeps nothing now"}, 503
        return {"status": "ready"}

    return pages
