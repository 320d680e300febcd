"""What the customer is told: delivery receipts, and messages from phones. JSON, posted until it is answered 200."""

from datetime import datetime
from typing import Any

from emulator.callbacks import Courier
from emulator.exchange import Reply
from emulator.inbox import Draft, Writer
from emulator.lives import Life, Lifecycle, Report
from emulator.postman import Letter, Postman
from emulator.settings import Settings

NETWORK, TERMINAL, IMPOSSIBLE = (
    Report("DeliveredToNetwork"),
    Report("DeliveredToTerminal"),
    Report("DeliveryImpossible", waits=5),
)

LIFECYCLES = {
    "normal": Lifecycle((NETWORK, TERMINAL), arrives=True),
    "waiting": Lifecycle((NETWORK, Report("MessageWaiting"), Report("DeliveredToTerminal", waits=10)), arrives=True),
    "uncertain": Lifecycle((NETWORK, Report("DeliveryUncertain")), arrives=True),
    "impossible": Lifecycle((NETWORK, IMPOSSIBLE)),
    "impossible_then_delivered": Lifecycle((IMPOSSIBLE, Report("DeliveredToTerminal", waits=10)), arrives=True),
    "none": Lifecycle((), arrives=True),
    "duplicate": Lifecycle((NETWORK, TERMINAL, TERMINAL), arrives=True),
    "early": Lifecycle((NETWORK, TERMINAL), arrives=True, early=True),
    "unknown": Lifecycle((NETWORK, Report("DeliveredToNeighbour"), TERMINAL), arrives=True),
}


class Receipts:
    """Posts delivery receipts."""

    def __init__(self, courier: Courier, postman: Postman) -> None:
        self._courier = courier
        self._postman = postman

    def post(self, life: Life, report: Report) -> Reply:
        """Post one receipt; on return it was tried once."""
        told = {
            "deliveryInfoNotification": {
                "callbackData": life.entry.id,
                "deliveryInfo": {"address": f"tel:{life.entry.number}", "deliveryStatus": report.status},
            }
        }
        return self._postman.deliver(lambda: self._courier.post_json("orange_delivery", told))


def writer(settings: Settings, courier: Courier) -> Writer:
    """Return how a message from a phone is posted."""

    def write(draft: Draft, identity: str, moment: datetime) -> Letter:
        message: dict[str, Any] = {
            "dateTime": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "destinationAddress": f"tel:+{draft.to}",
            "message": draft.text,
            "senderAddress": f"tel:{draft.number}",
        }
        if settings.rules.orange_message_ids:
            message["messageId"] = identity
        told = {"inboundSMSMessageNotification": {"callbackData": "", "inboundSMSMessage": message}}
        return lambda: courier.post_json("orange_sms", told)

    return write
