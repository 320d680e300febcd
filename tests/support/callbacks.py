"""Callbacks of Orange and of the Android phone, as they come to the gateway's door."""

import hmac
import json
import time

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.line import AWA, TOKEN

SIGNING_KEY = "key_emulator"
PATHS = {
    "orange_delivery": f"/hooks/orange/{TOKEN}/delivery",
    "orange_sms": f"/hooks/orange/{TOKEN}/sms",
    "android": f"/hooks/android/{TOKEN}",
}
RECEIPT = {
    "deliveryInfoNotification": {
        "callbackData": "r-1",
        "deliveryInfo": {"address": f"tel:{AWA}", "deliveryStatus": "DeliveredToTerminal"},
    }
}
SMS = {
    "inboundSMSMessageNotification": {
        "inboundSMSMessage": {"messageId": "m-1", "message": "AVIS", "senderAddress": f"tel:{AWA}"}
    }
}
EVENT = {"event": "sms:received", "id": "e-1", "payload": {"message": "AVIS", "sender": AWA}}
GOOD = {"orange_delivery": RECEIPT, "orange_sms": SMS, "android": EVENT}


def post(client: FlaskClient, hook: str, body: bytes, path: str = "") -> TestResponse:
    """Post a body as that carrier does: the phone's are signed."""
    headers = {"Content-Type": "application/json"}
    if hook == "android":
        headers |= signature(body)
    return client.post(path or PATHS[hook], data=body, headers=headers)


def signature(body: bytes, at: float = 0, key: str = SIGNING_KEY) -> dict[str, str]:
    """The headers of a webhook signed at that time, or now."""
    timestamp = str(int(at or time.time()))
    return {
        "X-Timestamp": timestamp,
        "X-Signature": hmac.digest(key.encode(), body + timestamp.encode(), "sha256").hex(),
    }


def encoded(told: object) -> bytes:
    return json.dumps(told).encode()
