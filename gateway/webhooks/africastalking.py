"""Africa's Talking's callbacks under `/hooks/at/<token>/`. The token in the path is the only proof of who calls."""

import time
from collections.abc import Mapping

import structlog
from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from flows.screens import Screen
from flows.text.folding import fold
from flows.texts import say
from gateway.webhooks.door import door, nearest, plain, take_sms
from jamakan.channels.africastalking import CHANNEL, parse
from jamakan.channels.bodies import BodyError, read_form
from jamakan.channels.fields import CallbackError
from jamakan.core import Core

log = structlog.get_logger()


def blueprint(core: Core) -> Blueprint:
    """The five callbacks of one account."""
    hooks, settings = door(core, "at"), core.settings

    @hooks.post("/ussd")
    def ussd() -> Response:
        try:
            turn = parse.ussd_turn(_form(), settings.country, time.time())
        except (BodyError, CallbackError, RequestEntityTooLarge) as error:
            log.warning("ussd hop refused", reason=_reason(error))
            return _screen(Screen(fold(say("unreadable", settings.languages[0], settings.values)), ends=True))
        return _screen(core.conversation.ussd(turn))

    @hooks.post("/sms")
    def sms() -> Response:
        form = nearest(_form)
        return take_sms(core, CHANNEL, _clear(form), lambda: parse.sms_turn(form, settings.country, time.time()))

    @hooks.post("/delivery")
    def delivery() -> Response:
        core.keep(parse.report(_form(), time.time()))
        return plain("ok")

    @hooks.post("/opt-out")
    def opt_out() -> Response:
        core.keep(parse.opt_out(_form(), settings.country, time.time()))
        return plain("ok")

    @hooks.post("/ussd-end")
    def ussd_end() -> Response:
        core.keep(parse.session_end(_form(), settings.vault, settings.country, time.time()))
        return plain("ok")

    return hooks


def _form() -> dict[str, str]:
    return read_form(request.get_data(cache=False), request.content_type or "")


def _clear(form: Mapping[str, str]) -> str:
    return "&".join(f"{name}={value}" for name, value in form.items())


def _reason(error: Exception) -> str:
    return "over the size limit" if isinstance(error, RequestEntityTooLarge) else str(error)


def _screen(screen: Screen) -> Response:
    return plain(("END " if screen.ends else "CON ") + screen.body)
