"""The Android phone's webhook, `/hooks/android/<token>`: one address for every event, each signed by the app."""

import json
import time

import structlog
from flask import Blueprint, Response, request

from gateway.webhooks.door import door, nearest, plain, take_sms
from jamakan.channels.android import CHANNEL, parse, signature
from jamakan.channels.bodies import read_json
from jamakan.core import Core
from jamakan.events import Refused

log = structlog.get_logger()


def blueprint(core: Core) -> Blueprint:
    """The webhook of one phone, or of several that share a signing key."""
    hooks, settings = door(core, CHANNEL), core.settings

    @hooks.post("")
    def event() -> Response:
        body, now = request.get_data(cache=False), time.time()
        given = (request.headers.get("X-Timestamp", ""), request.headers.get("X-Signature", ""))
        signature.check(settings.android_webhook_key, body, *given, now)
        told = nearest(lambda: read_json(body))
        name = parse.event(told)
        if name == parse.RECEIVED:
            return take_sms(core, CHANNEL, json.dumps(told), lambda: parse.sms_turn(told, settings.country, now))
        if name in parse.REPORTS:
            core.keep(parse.report(told, now))
        elif name.startswith(parse.HEALTH):
            log.info("the phone is there", event_name=name[:40])
        else:  # an MMS, a data message: no conversation understands it, a person may
            core.keep(Refused(CHANNEL, "event", "an event no dialogue can take", json.dumps(told), now))
        return plain("ok")

    @hooks.errorhandler(signature.BadSignature)
    def unsigned(error: signature.BadSignature) -> Response:
        log.warning("webhook refused", endpoint=request.endpoint, reason=str(error))
        return plain(f"refused: {error}", 401)

    return hooks
