"""What the phone tells, as our turns and reports.

An envelope holds the event's name and identifier and a payload. Several parts of a message are reported on one by
one in the same words, so that the reports of one message are one report.
"""

from collections.abc import Mapping
from typing import Any

from jamakan.channels.android import CHANNEL
from jamakan.channels.fields import Fields, moment, needed, phone, present, section
from jamakan.conversation.turn import Turn
from jamakan.events import Report

RECEIVED = "sms:received"
REPORTS = {  # event → our word
    "sms:sent": "sent",
    "sms:delivered": "delivered",
    "sms:failed": "failed",
    "sms:cancelled": "failed",
}
HEALTH = ("system:", "app:")  # what such events begin with: nobody said anything


def event(told: Mapping[str, Any]) -> str:
    """The event's name. Raises CallbackError."""
    return needed(section(told), "event")


def report(told: Mapping[str, Any], at: float) -> Report:
    """What became of a message. Raises CallbackError."""
    name, payload = event(told), section(told, "payload")
    return Report(
        channel=CHANNEL,
        provider_id=needed(payload, "messageId"),
        state=REPORTS[name],
        status=name,
        reason=payload.get("reason", ""),
        at=at,
    )


def sms_turn(told: Mapping[str, Any], country: str, at: float) -> Turn:
    """An incoming SMS; an empty text is a text. Raises CallbackError.

    The envelope names it: the payload's `messageId` is made of the content, and two people may say the same.
    """
    payload = section(told, "payload")
    return Turn(
        kind="sms",
        channel=CHANNEL,
        carrier_id=needed(section(told), "id"),
        phone=phone({"sender": _sender(payload)}, "sender", country),
        text=present(payload, "message"),
        service=payload.get("recipient", ""),
        network="",
        at=at,
        said_at=moment(payload.get("receivedAt", "")) or 0.0,
    )


def _sender(payload: Fields) -> str:
    """The sender's number, often in national form; older versions of the app name it otherwise. "" when unknown."""
    return payload.get("sender") or payload.get("phoneNumber", "")
