"""Messages as staff read them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from jamakan.privacy.vault import Vault
from jamakan.programme.inbox import OPEN
from jamakan.store import sealing
from jamakan.store.models import Contact, InboxItem, Message


@dataclass(frozen=True, slots=True)
class Listed:
    """One SMS, opened. The caller masks the number before anybody sees it."""

    id: int
    at: datetime
    direction: str
    phone: str
    state: str
    reason: str
    body: str


def latest(connection: Connection, vault: Vault, states: Collection[str], most: int) -> list[Listed]:
    """The latest messages, in these states or in any, newest first."""
    query = _query().limit(most)
    return _opened(connection, vault, query.where(Message.state.in_(states)) if states else query)


def inbox(connection: Connection, vault: Vault, most: int) -> list[Listed]:
    """What people wrote that no flow and no keyword understood and nobody saw to yet, newest first."""
    waits = _query().join(InboxItem, InboxItem.message_id == Message.id).where(InboxItem.state == OPEN)
    return _opened(connection, vault, waits.limit(most))


def _query() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Message.id,
            Message.created_at,
            Message.direction,
            Contact.phone,
            Message.state,
            Message.reason,
            Message.body,
        )
        .join(Contact, Contact.id == Message.contact_id)
        .order_by(Message.id.desc())
    )


def _opened(connection: Connection, vault: Vault, query: Select[*tuple[Any, ...]]) -> list[Listed]:
    return [
        Listed(
            row.id,
            row.created_at,
            row.direction,
            vault.open_text(row.phone, sealing.PHONE),
            row.state,
            row.reason,
            vault.open_text(row.body, sealing.BODY),
        )
        for row in connection.execute(query)
    ]
