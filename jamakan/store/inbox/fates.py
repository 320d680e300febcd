"""What a person has to decide about: messages of which nobody knows whether they left, replies nobody could read."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from jamakan.privacy.vault import Vault
from jamakan.store import sealing
from jamakan.store.database import constant
from jamakan.store.messages import UNCERTAIN
from jamakan.store.models import Broadcast, Contact, Message, Quarantined

PAGE = 50
MOST = 10_000  # looked at, of those of broadcasts: more are "10 000 and more"
_UNCERTAIN = Message.state == constant(UNCERTAIN)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A message to one person, opened. The caller masks the number before anybody sees it."""

    id: int
    contact_id: int
    phone: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that arrived and could not be stored: it is kept sealed until its cause is mended."""

    id: int
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class OfBroadcast:
    """How many messages of a broadcast are of unknown fate."""

    id: int
    name: str
    messages: int


def singles(connection: Connection, vault: Vault, before: int | None) -> list[Unknown]:
    """A page of messages to one person, newest first; one more than a page says that there is another."""
    query = (
        select(Message.id, Message.contact_id, Contact.phone, Message.body, Message.attempted_at)
        .add_columns(Message.created_at)
        .join(Contact, Contact.id == Message.contact_id)
        .where(_UNCERTAIN, Message.broadcast_id.is_(None))
        .order_by(Message.id.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        query = query.where(Message.id < before)
    return [
        Unknown(
            row.id,
            row.contact_id,
            vault.open_text(row.phone, sealing.PHONE),
            vault.open_text(row.body, sealing.BODY),
            row.attempted_at or row.created_at,
        )
        for row in connection.execute(query)
    ]


def of_broadcasts(connection: Connection) -> list[OfBroadcast]:
    """Broadcasts with messages of unknown fate, the newest first."""
    some = select(Message.broadcast_id).where(_UNCERTAIN, Message.broadcast_id.is_not(None)).limit(MOST).subquery()
    query = (
        select(Broadcast.id, Broadcast.name, func.count())
        .join(some, some.c.broadcast_id == Broadcast.id)
        .group_by(Broadcast.id, Broadcast.name)
        .order_by(Broadcast.id.desc())
    )
    return [OfBroadcast(*row) for row in connection.execute(query)]


def kept(connection: Connection, before: int | None) -> list[Kept]:
    """A page of what could not be read, newest first; one more than a page says that there is another."""
    query = select(Quarantined.id, Quarantined.at, Quarantined.reason).order_by(Quarantined.id.desc())
    if before is not None:
        query = query.where(Quarantined.id < before)
    return [Kept(*row) for row in connection.execute(query.limit(PAGE + 1))]
