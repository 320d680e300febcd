"""Orange's callbacks under `/hooks/orange/<token>/`. The token in the path is the only proof of who calls."""

import json
import time
from typing import Any

from flask import Blueprint, Response, request

from gateway.webhooks.door import door, nearest, plain, take_sms
from jamakan.channels.bodies import read_json
from jamakan.channels.orange import CHANNEL, parse
from jamakan.core import Core


def blueprint(core: Core) -> Blueprint:
    """The two callbacks of one account."""
    hooks, settings = door(core, CHANNEL), core.settings

    @hooks.post("/delivery")
    def delivery() -> Response:
        core.keep(parse.report(_told(), time.time()))
        return plain("ok")

    @hooks.post("/sms")
    def sms() -> Response:
        told = nearest(_told)
        return take_sms(
            core,
            CHANNEL,
            json.dumps(told),
            lambda: parse.sms_turn(told, settings.vault, settings.country, time.time()),
        )

    return hooks


def _told() -> dict[str, Any]:
    return read_json(request.get_data(cache=False))
