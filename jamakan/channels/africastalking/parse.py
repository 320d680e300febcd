"""Africa's Talking's callbacks as our turns and reports.

Nothing the carrier sends is signed, and its enumerations grow: unknown fields and words are kept, never refused.
"""

from collections.abc import Mapping

from jamakan.channels.africastalking import CHANNEL
from jamakan.conversation.turn import Turn, session_identity
from jamakan.events import Report, SessionEnd
from jamakan.phones import PhoneError, e164
from jamakan.privacy.vault import Vault

Form = Mapping[str, str]

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


class CallbackError(ValueError):
    """A callback that lacks what it must have. The text names the field and never repeats a number."""


class NoPhone(CallbackError):
    """Somebody without a phone number wrote: an operator's own notice, a short code."""


def ussd_turn(form: Form, country: str, at: float) -> Turn:
    """A USSD hop. Raises CallbackError."""
    return Turn(
        kind="ussd",
        channel=CHANNEL,
        carrier_id=_needed(form, "sessionId"),
        phone=_phone(form, "phoneNumber", country),
        text=_present(form, "text"),
        service=form.get("serviceCode", ""),
        network=form.get("networkCode", ""),
        at=at,
    )


def sms_turn(form: Form, country: str, at: float) -> Turn:
    """An incoming SMS; an empty text is a text. Raises CallbackError."""
    return Turn(
        kind="sms",
        channel=CHANNEL,
        carrier_id=_needed(form, "id"),
        phone=_phone(form, "from", country),
        text=_present(form, "text"),
        service=form.get("to", ""),
        network=form.get("networkCode", ""),
        at=at,
    )


def report(form: Form, at: float) -> Report:
    """A delivery report. Raises CallbackError."""
    status = _needed(form, "status")
    return Report(
        channel=CHANNEL,
        provider_id=_needed(form, "id"),
        state=DELIVERY_STATES.get(status.casefold(), ""),
        status=status,
        reason=form.get("failureReason", ""),
        retry=form.get("retryCount", ""),
        network=form.get("networkCode", ""),
        at=at,
    )


def session_end(form: Form, vault: Vault, country: str, at: float) -> SessionEnd:
    """The end-of-session notification. Raises CallbackError."""
    session, phone = _needed(form, "sessionId"), _phone(form, "phoneNumber", country)
    return SessionEnd(
        channel=CHANNEL,
        session=vault.ref("session", session_identity(CHANNEL, session, phone)),
        contact=vault.ref("phone", phone),
        status=_needed(form, "status"),
        duration_ms=_whole(form.get("durationInMillis", "")),
        hops=_whole(form.get("hopsCount", "")),
        error=form.get("errorMessage", ""),
        at=at,
    )


def _needed(form: Form, name: str) -> str:
    value = form.get(name, "").strip()
    if not value:
        raise CallbackError(f"field {name!r} is missing or empty")
    return value


def _present(form: Form, name: str) -> str:
    if name not in form:
        raise CallbackError(f"field {name!r} is missing (an empty one is fine)")
    return form[name]


def _phone(form: Form, name: str, country: str) -> str:
    try:
        return e164(_present(form, name), country)
    except PhoneError as error:
        raise NoPhone(f"field {name!r}: {error}") from error


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else None
