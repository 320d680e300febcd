"""Africa's Talking's callbacks under `/hooks/at/<token>/`.

Status codes are promises. 200: it survives a power cut. 503: nothing was kept, ask again. 400: malformed, and a
repeat would be too. 404: no such token, nothing stored. An SMS from something that is not a phone is kept for staff
and answered 200, since this carrier repeats anything else for twelve hours.
"""

import hmac
import time
from collections.abc import Mapping

import structlog
from flask import Blueprint, Response, abort, request
from redis.exceptions import RedisError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from flows.screens import Screen
from flows.text.folding import fold
from flows.texts import say
from jamakan.channels.africastalking import CHANNEL, parse
from jamakan.channels.forms import FormError, read_form
from jamakan.conversation.conversation import Unavailable
from jamakan.core import Core
from jamakan.events import Refused

log = structlog.get_logger()

PLAIN = "text/plain; charset=utf-8"


def blueprint(core: Core) -> Blueprint:
    """The four callbacks of one account. The token in the path is the only proof of who calls."""
    hooks = Blueprint("africastalking", __name__, url_prefix="/hooks/at/<token>")
    settings = core.settings

    @hooks.url_value_preprocessor
    def check_token(_endpoint: str | None, values: dict[str, str] | None) -> None:
        token = (values or {}).pop("token", "").encode()
        if not any(hmac.compare_digest(token, known.encode()) for known in settings.webhook_tokens):
            abort(404)

    @hooks.post("/ussd")
    def ussd() -> Response:
        try:
            turn = parse.ussd_turn(_form(), settings.country, time.time())
        except (FormError, parse.CallbackError, RequestEntityTooLarge) as error:
            log.warning("ussd hop refused", reason=_reason(error))
            return _screen(Screen(fold(say("unreadable", settings.languages[0], settings.values)), ends=True))
        return _screen(core.conversation.ussd(turn))

    @hooks.post("/sms")
    def sms() -> Response:
        try:
            form = _form()
        except FormError as error:
            if error.readable is None:
                raise
            form = dict(error.readable)
        try:
            turn = parse.sms_turn(form, settings.country, time.time())
        except parse.NoPhone as error:
            core.keep(Refused(CHANNEL, "sms", str(error), _clear(form), time.time()))
            return _plain(f"kept for staff, not answered: {error}")
        core.conversation.sms(turn)
        return _plain("ok")

    @hooks.post("/delivery")
    def delivery() -> Response:
        core.keep(parse.report(_form(), time.time()))
        return _plain("ok")

    @hooks.post("/ussd-end")
    def ussd_end() -> Response:
        core.keep(parse.session_end(_form(), settings.vault, settings.country, time.time()))
        return _plain("ok")

    @hooks.errorhandler(FormError)
    @hooks.errorhandler(parse.CallbackError)
    def malformed(error: FormError | parse.CallbackError) -> Response:
        log.warning("callback refused", endpoint=request.endpoint, reason=str(error))
        return _plain(f"refused: {error}", 400)

    @hooks.errorhandler(Exception)
    def unavailable(error: Exception) -> Response:
        """Redis away or full, or a fault of ours. Flask's own handler would log the path, which holds the token."""
        if isinstance(error, HTTPException):
            return _plain(error.description or error.name, error.code or 500)
        expected = isinstance(error, Unavailable | RedisError)
        log.error("callback not kept", endpoint=request.endpoint, reason=type(error).__name__, exc_info=not expected)
        return _plain("nothing was kept: ask again", 503)

    return hooks


def _form() -> Mapping[str, str]:
    return read_form(request.get_data(cache=False), request.content_type or "")


def _clear(form: Mapping[str, str]) -> str:
    return "&".join(f"{name}={value}" for name, value in form.items())


def _reason(error: Exception) -> str:
    return "over the size limit" if isinstance(error, RequestEntityTooLarge) else str(error)


def _screen(screen: Screen) -> Response:
    return _plain(("END " if screen.ends else "CON ") + screen.body)


def _plain(body: str, status: int = 200) -> Response:
    return Response(body, status, content_type=PLAIN)
