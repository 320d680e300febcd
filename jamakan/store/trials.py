"""Test messages by channel, and how the latest messages of a channel went: looks that stay short for ever."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, text

from jamakan.privacy.vault import Vault
from jamakan.store import sealing
from jamakan.store.messages import FAILED, UNCERTAIN
from jamakan.store.models import Contact, Message
from jamakan.store.models.messages import TRIALS

LOOKED_AT = 5000  # of the latest messages, by any channel
TROUBLE = (FAILED, UNCERTAIN)
_A_TRIAL = text(TRIALS)  # as the partial index says it: what lies between two keys hangs on a database's collation


@dataclass(frozen=True, slots=True)
class Trial:
    """A test message; `phone` opened."""

    phone: str
    at: datetime
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Lately:
    """Of the latest messages those by one channel: when one last left, how many came out how."""

    last_sent: datetime | None
    messages: int
    troubled: int
    last_trouble: str


def key(channel: str, token: str) -> str:
    """The name for ever of a test message."""
    return f"trial:{channel}:{token}"


def latest(connection: Connection, vault: Vault, channel: str, most: int) -> list[Trial]:
    """The last test messages of a channel."""
    query = (
        select(Contact.phone, Message.created_at, Message.state, Message.reason)
        .join(Contact, Contact.id == Message.contact_id)
        .where(_A_TRIAL, Message.dedupe_key.startswith(key(channel, ""), autoescape=True))
        .order_by(Message.id.desc())
        .limit(most)
    )
    rows = connection.execute(query)
    return [Trial(vault.open_text(row[0], sealing.PHONE), row[1], row[2], row[3]) for row in rows]


def lately(connection: Connection, channel: str) -> Lately:
    """How its latest messages went."""
    recent = (
        select(Message.id, Message.channel, Message.direction, Message.state, Message.reason, Message.sent_at)
        .order_by(Message.id.desc())
        .limit(LOOKED_AT)
        .subquery()
    )
    ours = recent.c.channel == channel, recent.c.direction == "out"
    troubled = recent.c.state.in_(TROUBLE)
    counted = select(func.max(recent.c.sent_at), func.count(), func.count().filter(troubled)).where(*ours)
    last_sent, count, failed = connection.execute(counted).one()
    reason = select(recent.c.reason).where(*ours, troubled).order_by(recent.c.id.desc()).limit(1)
    return Lately(last_sent, count, failed, connection.execute(reason).scalar() or "")
