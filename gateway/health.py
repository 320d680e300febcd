"""Whether the process lives, and whether it can promise anything."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from redis.exceptions import RedisError

from jamakan.core import Core


def blueprint(core: Core) -> Blueprint:
    """`/health/live` and `/health/ready`. SQL is not asked: citizens are answered without it."""
    pages = Blueprint("health", __name__, url_prefix="/health")

    @pages.get("/live")
    def live() -> ResponseReturnValue:
        return {"status": "live"}

    @pages.get("/ready")
    def ready() -> ResponseReturnValue:
        try:
            core.redis.ping()
        except RedisError:
            return {"status": "not ready", "reason": "Redis does not answer"}, 503
        return {"status": "ready"}

    return pages
