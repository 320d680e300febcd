"""Whether the process lives, and whether it can promise anything."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from redis.exceptions import RedisError

from jamakan.core import Core
from jamakan.state import keys
from jamakan.state.inspection import refusal
from jamakan.store.figures import Figures
from jamakan.watched import Watched

PATIENCE_SECONDS = 0.5  # for SQL, which decides nothing here


def blueprint(core: Core, figures: Watched[Figures]) -> Blueprint:
    """`/health/live` and `/health/ready`. SQL away is said, and changes nothing: citizens are answered without it."""
    pages = Blueprint("health", __name__, url_prefix="/health")

    @pages.get("/live")
    def live() -> ResponseReturnValue:
        return {"status": "live"}

    @pages.get("/ready")
    def ready() -> ResponseReturnValue:
        sql = "up" if figures.now(PATIENCE_SECONDS) else "away: what is said now is stored later"
        if reason := unready(core):
            return {"status": "not ready", "reason": reason, "sql": sql}, 503
        return {"status": "ready", "sql": sql}

    return pages


def unready(core: Core) -> str:
    """Why no caller can be answered now; "" when they can."""
    if reason := refusal(core.redis):
        return f"Redis keeps nothing now: {reason}"
    try:
        known = core.redis.get(keys.KEY_CHECK)
    except RedisError as error:
        return f"Redis does not answer ({type(error).__name__})"
    if known is not None and known != core.key_mark.encode():
        return "this process has another JAMAKAN_KEY than its house"
    return ""
