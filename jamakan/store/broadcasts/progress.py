"""How far a broadcast is, counted from its messages, and the messages that did not arrive."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, func, select

from jamakan.privacy.vault import Vault
from jamakan.store import sealing
from jamakan.store.messages import EXPIRED, FAILED, REROUTED, SKIPPED, UNCERTAIN, UNREPORTED, UNSETTLED
from jamakan.store.models import Contact, Message

NOT_ARRIVED = (FAILED, UNCERTAIN, UNREPORTED, EXPIRED, SKIPPED)
AT_ONCE = 1000  # rows read at a time


@dataclass(frozen=True, slots=True)
class Progress:
    """`states`: messages by state. `skipped`: by reason. A rerouted message has a successor, which counts."""

    states: Mapping[str, int]
    skipped: Mapping[str, int] = field(default_factory=dict)

    @property
    def lines(self) -> int:
        """The lines that have a message, rerouted ones once."""
        return sum(number for state, number in self.states.items() if state != REROUTED)

    @property
    def left(self) -> int:
        """Messages that the carrier has yet to be asked about."""
        return sum(self.states.get(state, 0) for state in UNSETTLED)


@dataclass(frozen=True, slots=True)
class Failure:
    """A message that did not arrive, or may not have. `reason` in the carrier's words or ours."""

    id: int
    phone: str
    channel: str
    state: str
    reason: str
    permanent: bool
    at: datetime


def progress(connection: Connection, broadcast_id: int) -> Progress:
    """The messages of a broadcast, counted."""
    query = (
        select(Message.state, Message.reason, func.count().label("number"))
        .where(Message.broadcast_id == broadcast_id)
        .group_by(Message.state, Message.reason)
    )
    states: dict[str, int] = {}
    skipped: dict[str, int] = {}
    for row in connection.execute(query):
        states[row.state] = states.get(row.state, 0) + row.number
        if row.state == SKIPPED:
            skipped[row.reason] = skipped.get(row.reason, 0) + row.number
    return Progress(states, skipped)


def failures(
    connection: Connection,
    vault: Vault,
    broadcast_id: int,
    states: Collection[str] = NOT_ARRIVED,
    *,
    after: int = 0,
    most: int | None = None,
    only: Collection[int] | None = None,
) -> Iterator[Failure]:
    """What did not arrive, in the order it was written, beyond the message `after`; read some at a time.

    `only`: those of these messages.
    """
    query = (
        select(Message.id, Contact.phone, Message.channel, Message.state, Message.reason, Message.permanent)
        .add_columns(Message.final_at, Message.attempted_at, Message.created_at)
        .join(Contact, Contact.id == Message.contact_id)
        .where(Message.broadcast_id == broadcast_id, Message.state.in_(states), Message.id > after)
        .order_by(Message.id)
        .limit(most)
    )
    if only is not None:
        query = query.where(Message.id.in_(only))
    for row in connection.execute(query, execution_options={"yield_per": AT_ONCE}):
        yield Failure(
            row.id,
            vault.open_text(row.phone, sealing.PHONE),
            row.channel,
            row.state,
            row.reason,
            row.permanent,
            row.final_at or row.attempted_at or row.created_at,
        )
