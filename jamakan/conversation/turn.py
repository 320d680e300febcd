"""One request from a phone, whatever carried it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    """A USSD hop or an incoming SMS, read and cleaned by its channel.

    `carrier_id` is the carrier's session (USSD) or message (SMS) identifier; `text` the cumulative USSD text or the
    SMS; `phone` is E.164; `at` seconds since 1970. `said_at`: of an SMS, when the carrier got it by its own clock,
    which a repeat hours later says again; 0 when it does not tell.
    """

    kind: str  # "ussd" or "sms"
    channel: str
    carrier_id: str
    phone: str
    text: str
    service: str
    network: str
    at: float
    said_at: float = 0.0

    @property
    def session(self) -> str:
        """What makes a USSD session itself. The phone is in it: an identifier guessed by another line is another."""
        return session_identity(self.channel, self.carrier_id, self.phone)

    @property
    def identity(self) -> str:
        """What makes this turn itself and no other: the same for every repeat of it."""
        if self.kind == "ussd":
            return f"{self.channel}|ussd|{self.carrier_id}|{self.phone}|{self.text}"
        return f"{self.channel}|sms|{self.carrier_id}"


def session_identity(channel: str, carrier_session: str, phone: str) -> str:
    """A USSD session as turns and end-of-session notices both name it, before hashing."""
    return f"{channel}|{carrier_session}|{phone}"
