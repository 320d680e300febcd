"""Orange's callbacks as our turns and reports. Nothing is signed; unknown words are kept, never refused."""

from collections.abc import Mapping
from typing import Any

from jamakan.channels.fields import moment, needed, phone, present, section
from jamakan.channels.orange import CHANNEL
from jamakan.conversation.turn import Turn
from jamakan.events import Report
from jamakan.privacy.vault import Vault

# Their delivery words → ours. A word not listed is kept as it came and changes nothing.
DELIVERY_STATES = {
    "deliveredtoterminal": "delivered",
    "deliveredtonetwork": "sent",
    "messagewaiting": "sent",
    "deliveryuncertain": "sent",
    "deliveryimpossible": "undelivered",  # a later success is possible
}


def report(told: Mapping[str, Any], at: float) -> Report:
    """A delivery receipt. Raises CallbackError."""
    receipt = section(told, "deliveryInfoNotification")
    status = needed(section(told, "deliveryInfoNotification", "deliveryInfo"), "deliveryStatus")
    return Report(
        channel=CHANNEL,
        provider_id=needed(receipt, "callbackData"),
        state=DELIVERY_STATES.get(status.casefold(), ""),
        status=status,
        at=at,
    )


def sms_turn(told: Mapping[str, Any], vault: Vault, country: str, at: float) -> Turn:
    """An incoming SMS; an empty text is a text. Raises CallbackError."""
    message = section(told, "inboundSMSMessageNotification", "inboundSMSMessage")
    line, text = phone(message, "senderAddress", country), present(message, "message")
    return Turn(
        kind="sms",
        channel=CHANNEL,
        carrier_id=message.get("messageId", "").strip() or _identity(message, vault),
        phone=line,
        text=text,
        service=message.get("destinationAddress", "").removeprefix("tel:"),
        network="",
        at=at,
        said_at=moment(message.get("dateTime", "")) or 0.0,
    )


def _identity(message: Mapping[str, str], vault: Vault) -> str:
    """A name for a message whose platform gives none: who said what when, by the carrier's clock."""
    said = "|".join((message["senderAddress"], needed(message, "dateTime"), message["message"]))
    return vault.ref("orange sms", said)
