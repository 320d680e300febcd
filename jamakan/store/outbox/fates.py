"""What became of an attempt, and what that changes in the message's row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, bindparam, func

from jamakan.channels.outcomes import Failed, Retry, Sent, Skipped, Uncertain
from jamakan.store.messages import FAILED, QUEUED, REROUTED, SENT, SKIPPED, UNCERTAIN
from jamakan.store.models import Message

OURS = "XOF"  # the currency of prices and caps; a cost in another one leaves our estimate as it is


@dataclass(frozen=True, slots=True)
class Rerouted:
    """Refused because this carrier does not reach the number: another message tries this channel."""

    reason: str
    channel: str


Unsent = Failed | Retry | Uncertain | Skipped | Rerouted
Fate = Sent | Unsent


# What is the same for all sent messages of a call, as far as the carrier says the same of them.
SENT_CHANGES: Mapping[str, Any] = {
    "state": SENT,
    "reason": "",
    "parts": bindparam("parts"),
    "cost_micros": bindparam("cost_micros"),
    "currency": bindparam("currency"),
    "sent_at": bindparam("sent_at"),
    "reserved_micros": func.coalesce(bindparam("charged", type_=BigInteger), Message.reserved_micros),
}


def sent_parameters(fate: Sent, now: datetime) -> dict[str, Any]:
    """The parameters of `SENT_CHANGES`."""
    told = {"parts": fate.parts, "cost_micros": fate.cost_micros, "currency": fate.currency}
    return told | {"sent_at": now, "charged": charged(fate)}


def changes(fate: Unsent, now: datetime) -> dict[str, Any]:
    """The columns that any other fate sets."""
    return _CHANGES[type(fate)](fate, now)


def unsent(fate: Fate) -> bool:
    """Whether the message surely did not leave: it counts neither in the budget nor in its reader's day."""
    return not isinstance(fate, Sent | Uncertain)


def charged(fate: Sent) -> int | None:
    """What the carrier says it cost, in millionths of XOF. Nothing at all is taken for not saying it."""
    return fate.cost_micros if fate.currency == OURS and (fate.cost_micros or 0) > 0 else None


def _failed(fate: Failed, now: datetime) -> dict[str, Any]:
    permanent = not fate.configuration
    return {"state": FAILED, "reason": fate.reason, "permanent": permanent, "final_at": now, "reserved_micros": 0}


def _retried(fate: Retry, now: datetime) -> dict[str, Any]:
    """A trouble of the channel is none of the message's attempts: they are for what may be about the number."""
    return {
        "state": QUEUED,
        "reason": fate.reason,
        "not_before": now + timedelta(seconds=fate.seconds),
        "attempt": "",
        "reserved_micros": 0,
    } | ({} if fate.limited else {"attempts": Message.attempts - 1})


def _uncertain(fate: Uncertain, _now: datetime) -> dict[str, Any]:
    return {"state": UNCERTAIN, "reason": fate.reason}


def _skipped(fate: Skipped, now: datetime) -> dict[str, Any]:
    return {"state": SKIPPED, "reason": fate.reason, "final_at": now, "reserved_micros": 0}


def _rerouted(fate: Rerouted, now: datetime) -> dict[str, Any]:
    return {"state": REROUTED, "reason": fate.reason, "final_at": now, "reserved_micros": 0}


_CHANGES: Mapping[type[Unsent], Callable[[Any, datetime], dict[str, Any]]] = {
    Failed: _failed,
    Retry: _retried,
    Uncertain: _uncertain,
    Skipped: _skipped,
    Rerouted: _rerouted,
}
