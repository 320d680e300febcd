"""The door every carrier comes through: `/hooks/<carrier>/<token>/`.

Status codes are promises. 200: it survives a power cut. 503: nothing was kept, ask again. 400: malformed, and a
repeat would be too. 404: no such token, nothing stored. An SMS from something that is not a phone is kept for staff
and answered 200, since carriers repeat anything else for hours.
"""

import hmac
import time
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from flask import Blueprint, Response, abort, request
from redis.exceptions import RedisError
from werkzeug.exceptions import HTTPException

from jamakan.channels.bodies import BodyError
from jamakan.channels.fields import CallbackError, NoPhone
from jamakan.conversation.conversation import Unavailable
from jamakan.conversation.turn import Turn
from jamakan.core import Core
from jamakan.events import Refused

log = structlog.get_logger()

PLAIN = "text/plain; charset=utf-8"


def door(core: Core, carrier: str) -> Blueprint:
    """A blueprint that lets in whoever knows a token and answers what goes wrong; the callbacks are to be added."""
    hooks = Blueprint(f"hooks-{carrier}", __name__, url_prefix=f"/hooks/{carrier}/<token>")

    @hooks.url_value_preprocessor
    def check_token(_endpoint: str | None, values: dict[str, str] | None) -> None:
        token = (values or {}).pop("token", "").encode()
        if not any(hmac.compare_digest(token, known.encode()) for known in core.settings.webhook_tokens):
            abort(404)

    @hooks.errorhandler(BodyError)
    @hooks.errorhandler(CallbackError)
    def malformed(error: BodyError | CallbackError) -> Response:
        log.warning("callback refused", endpoint=request.endpoint, reason=str(error))
        return plain(f"refused: {error}", 400)

    @hooks.errorhandler(Exception)
    def unavailable(error: Exception) -> Response:
        """Redis away or full, or a fault of ours. Flask's own handler would log the path, which holds the token."""
        if isinstance(error, HTTPException):
            return plain(error.description or error.name, error.code or 500)
        expected = isinstance(error, Unavailable | RedisError)
        log.error("callback not kept", endpoint=request.endpoint, reason=type(error).__name__, exc_info=not expected)
        return plain("nothing was kept: ask again", 503)

    return hooks


def nearest(read: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    """What a body says, in Latin-1 when its bytes are not UTF-8: somebody's words in old spelling beat none."""
    try:
        return read()
    except BodyError as error:
        if error.readable is None:
            raise
        return error.readable


def take_sms(core: Core, channel: str, raw: str, read: Callable[[], Turn]) -> Response:
    """Take the SMS that `read` finds in a callback, which is `raw`, for staff, when no phone sent it."""
    try:
        turn = read()
    except NoPhone as error:
        core.keep(Refused(channel, "sms", str(error), raw, time.time()))
        return plain(f"kept for staff, not answered: {error}")
    core.conversation.sms(turn)
    return plain("ok")


def plain(body: str, status: int = 200) -> Response:
    """An answer in plain text."""
    return Response(body, status, content_type=PLAIN)
