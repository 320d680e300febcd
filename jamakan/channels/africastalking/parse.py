"""Africa's Talking's callbacks as our turns and reports.

Nothing the carrier sends is signed, and its enumerations grow: unknown fields and words are kept, never refused.
"""

from jamakan.channels.africastalking import CHANNEL
from jamakan.channels.fields import Fields, moment, needed, phone, present, whole
from jamakan.conversation.turn import Turn, session_identity
from jamakan.events import CarrierStop, Report, SessionEnd
from jamakan.privacy.vault import Vault

# Their delivery words → ours. "" leaves the message as it is; a word not listed is kept as it came.
DELIVERY_STATES = {
    "sent": "sent",
    "submitted": "sent",
    "buffered": "sent",
    "success": "delivered",
    "rejected": "failed",
    "failed": "failed",
    "absentsubscriber": "failed",
    "expired": "failed",
}


def ussd_turn(form: Fields, country: str, at: float) -> Turn:
    """A USSD hop. Raises CallbackError."""
    return Turn(
        kind="ussd",
        channel=CHANNEL,
        carrier_id=needed(form, "sessionId"),
        phone=phone(form, "phoneNumber", country),
        text=present(form, "text"),
        service=form.get("serviceCode", ""),
        network=form.get("networkCode", ""),
        at=at,
    )


def sms_turn(form: Fields, country: str, at: float) -> Turn:
    """An incoming SMS; an empty text is a text. Raises CallbackError."""
    return Turn(
        kind="sms",
        channel=CHANNEL,
        carrier_id=needed(form, "id"),
        phone=phone(form, "from", country),
        text=present(form, "text"),
        service=form.get("to", ""),
        network=form.get("networkCode", ""),
        at=at,
        said_at=moment(form.get("date", "")) or at,
    )


def report(form: Fields, at: float) -> Report:
    """A delivery report. Raises CallbackError."""
    status = needed(form, "status")
    return Report(
        channel=CHANNEL,
        provider_id=needed(form, "id"),
        state=DELIVERY_STATES.get(status.casefold(), ""),
        status=status,
        reason=form.get("failureReason", ""),
        retry=form.get("retryCount", ""),
        network=form.get("networkCode", ""),
        at=at,
    )


def opt_out(form: Fields, country: str, at: float) -> CarrierStop:
    """Somebody stopped our messages with the carrier. Raises CallbackError."""
    return CarrierStop(CHANNEL, form.get("senderId", ""), phone(form, "phoneNumber", country), at)


def session_end(form: Fields, vault: Vault, country: str, at: float) -> SessionEnd:
    """The end-of-session notification. Raises CallbackError."""
    session, line = needed(form, "sessionId"), phone(form, "phoneNumber", country)
    return SessionEnd(
        channel=CHANNEL,
        session=vault.ref("session", session_identity(CHANNEL, session, line)),
        contact=vault.ref("phone", line),
        status=needed(form, "status"),
        duration_ms=whole(form.get("durationInMillis", "")),
        hops=whole(form.get("hopsCount", "")),
        error=form.get("errorMessage", ""),
        at=at,
    )
