"""The app's webhooks: an envelope a time, signed anew at each attempt, posted until it is answered 200."""

import hmac
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

import phonenumbers

from emulator.callbacks import Courier
from emulator.clock import Clock
from emulator.exchange import Reply
from emulator.inbox import Draft
from emulator.lives import Life, Lifecycle, Report
from emulator.postman import Letter, Postman
from emulator.settings import Settings

DEVICE, WEBHOOK = "ffff000000000001", "LreFUtZ3sSq0JufY9uWB0"
SENT, DELIVERED = Report("sms:sent"), Report("sms:delivered")
NO_SERVICE = "Send result: RESULT_ERROR_NO_SERVICE (Failed because service is currently unavailable)"

LIFECYCLES = {
    "normal": Lifecycle((SENT, DELIVERED), arrives=True),
    "undelivered": Lifecycle((SENT, Report("sms:failed", "Delivery result from SC: 64"))),
    "failed": Lifecycle((Report("sms:failed", NO_SERVICE),)),
    "cancelled": Lifecycle((Report("sms:cancelled"),)),
    "none": Lifecycle((), arrives=True),
    "duplicate": Lifecycle((SENT, DELIVERED, DELIVERED), arrives=True),
    "early": Lifecycle((SENT, DELIVERED), arrives=True, early=True),
    "out_of_order": Lifecycle((DELIVERED, SENT), arrives=True),
}
MOMENT = {  # event → the field with its time
    "sms:sent": "sentAt",
    "sms:delivered": "deliveredAt",
    "sms:failed": "failedAt",
    "sms:cancelled": "cancelledAt",
}


class Webhooks:
    """Posts the app's events."""

    def __init__(self, settings: Settings, clock: Clock, courier: Courier, postman: Postman) -> None:
        self._settings = settings
        self._clock = clock
        self._courier = courier
        self._postman = postman

    def report(self, life: Life, report: Report) -> Reply:
        """Post what became of a message, delivery once for each of its parts; on return each was tried once."""
        entry, name = life.entry, report.status
        payload = {
            **self._line(messageId=entry.id, sender=self._settings.rules.android_number, recipient=entry.number),
            "phoneNumber": entry.number,
            MOMENT[name]: self._clock.now().isoformat(timespec="milliseconds"),
        }
        if name == "sms:sent":
            payload["partsCount"] = entry.parts
        if report.reason:
            payload["reason"] = report.reason
        times = entry.parts if name == "sms:delivered" else 1
        return [self.emit(name, payload) for _ in range(times)][-1]

    def emit(self, event: str, payload: Mapping[str, Any]) -> Reply:
        """Post any event; on return it was tried once."""
        return self._postman.deliver(self._letter(event, payload, uuid4().hex[:21]))

    def write(self, draft: Draft, identity: str, moment: datetime) -> Letter:
        """Return how a message from a phone is posted. Its `messageId` is made of its content, as the app's is."""
        sender = self._sender(draft.number)
        content = hmac.digest(b"content", f"{sender}{draft.text}".encode("utf-8", "replace"), "sha256").hex()[:16]
        payload = {
            **self._line(messageId=content, sender=sender, recipient=draft.to),
            "phoneNumber": sender,
            "message": draft.text,
            "receivedAt": moment.isoformat(timespec="milliseconds"),
        }
        return self._letter("sms:received", payload, identity)

    def _letter(self, event: str, payload: Mapping[str, Any], identity: str) -> Letter:
        told = {"deviceId": DEVICE, "event": event, "id": identity, "payload": dict(payload), "webhookId": WEBHOOK}
        return lambda: self._courier.post_json("android", told, self._sign)

    def _sign(self, body: bytes) -> dict[str, str]:
        rules = self._settings.rules
        timestamp = str(int(time.time() - rules.android_signature_age))  # the customer's clock is the real one
        signature = hmac.digest(rules.android_signing_key.encode(), body + timestamp.encode(), "sha256").hex()
        return {"X-Timestamp": timestamp, "X-Signature": signature}

    def _sender(self, number: str) -> str:
        if not self._settings.rules.android_national:
            return number
        return str(phonenumbers.parse(number).national_number)

    @staticmethod
    def _line(**fields: str) -> dict[str, Any]:
        return {**fields, "simNumber": 1}
