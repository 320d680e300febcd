"""What a carrier says of one message and of our account, in our words. Channels say it, the outbox records it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sent:
    """Taken by the carrier. Cost in millionths of `currency`; None: the carrier does not say."""

    provider_id: str
    parts: int | None = None
    cost_micros: int | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """Refused, and surely not sent: asking again would not help.

    `configuration`: our account is at fault, not the number, and every message of the channel would be refused.
    `routing`: this carrier does not reach the number; another may. `opted_out`: the person told the carrier to stop.
    """

    reason: str
    configuration: bool = False
    routing: bool = False
    opted_out: bool = False


@dataclass(frozen=True, slots=True)
class Retry:
    """Refused for now, and surely not sent. `limited`: worth a few attempts only; else until the message expires."""

    reason: str
    seconds: int = 60
    limited: bool = True


@dataclass(frozen=True, slots=True)
class Uncertain:
    """No answer, or none that says: it may have been sent, so it is never sent again by itself."""

    reason: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """Not handed over after all, for this reason."""

    reason: str


Outcome = Sent | Failed | Retry | Uncertain | Skipped


@dataclass(frozen=True, slots=True)
class Balance:
    """What is left on our account, in millionths of `currency`; carriers that sell bundles count in `SMS`."""

    micros: int
    currency: str
