"""What is taken for one call to a carrier."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jamakan.prices import Prices


@dataclass(frozen=True, slots=True)
class Wanted:
    """What whoever asks can hand over now: at most `most` messages by a channel, a part at `prices`.

    `token`: the fencing token of the attempt.
    """

    channel: str
    prices: Prices
    most: int
    token: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message whose attempt is committed. `successor`: another channel could not route it before."""

    id: int
    ref: str
    phone: str
    attempts: int
    successor: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """One text for one call, each number once; its cost and its readers are counted on `day`.

    `fallback`: the other channel of its broadcast, "" when there is none.
    """

    token: str
    channel: str
    purpose: str
    body: str
    messages: Sequence[Outgoing]
    day: date
    broadcast_id: int | None = None
    fallback: str = ""


@dataclass(frozen=True, slots=True)
class CapReached:
    """A message of this purpose is due that the month can no longer pay."""

    month: str
    purpose: str
