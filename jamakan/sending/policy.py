"""What to do about what a carrier said: of one message, and of the channel as a whole."""

from collections.abc import Collection
from dataclasses import dataclass

from jamakan.channels.outcomes import Failed, Outcome, Retry, Uncertain
from jamakan.store.outbox import Fate, Rerouted

MAX_ATTEMPTS = 5  # of a refusal that may be about the number; our own troubles are waited out instead
LONGEST_PAUSE = 3600  # seconds between two attempts


def fate(outcome: Outcome, attempts: int, other_channel: str) -> Fate:
    """What becomes of a message after so many attempts. `other_channel`: where it may go instead, "" is nowhere."""
    match outcome:
        case Failed(reason, configuration=True) | Retry(reason, limited=False):
            return Retry(reason, 0, limited=False)  # the channel waits, and every message with it
        case Failed(reason, routing=True) if other_channel:
            return Rerouted(reason, other_channel)
        case Retry(reason) if attempts >= MAX_ATTEMPTS:
            return Failed(f"{reason}, {MAX_ATTEMPTS} times")
        case Retry(reason, seconds):
            return Retry(reason, min(seconds * 2 ** (attempts - 1), LONGEST_PAUSE))
    return outcome


@dataclass(frozen=True, slots=True)
class Refused:
    """Our account is at fault: the carrier would say the same of every other message."""

    reason: str


@dataclass(frozen=True, slots=True)
class Busy:
    """The carrier cannot take anything now; it knows best for how many seconds."""

    reason: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Silent:
    """Nobody knows what the carrier took of this call: the next ones had better be small."""

    reason: str


Trouble = Refused | Busy | Silent


def trouble(outcomes: Collection[Outcome]) -> Trouble | None:
    """What the outcomes of one call say of the channel; None: it works."""
    for outcome in outcomes:
        match outcome:
            case Failed(reason, configuration=True):
                return Refused(reason)
            case Retry(reason, seconds, limited=False):
                return Busy(reason, seconds)
    reasons = [outcome.reason for outcome in outcomes if isinstance(outcome, Uncertain)]
    return Silent(reasons[0]) if reasons and len(reasons) == len(outcomes) else None
