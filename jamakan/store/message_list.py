"""Messages as staff read them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from jamakan.privacy.vault import Vault
from jamakan.store import sealing
from jamakan.store.models import Contact, Message


@dataclass(frozen=True, slots=True)
class Listed:
    """One SMS, opened. The caller masks the number before anybody sees it."""

    at: datetime
    direction: str
    phone: str
    state: str
    reason: str
    body: str


def latest(connection: Connection, vault: Vault, states: Collection[str], most: int) -> list[Listed]:
    """The latest messages, in these states or in any, newest first."""
    query = (
        select(Message.created_at, Message.direction, Contact.phone, Message.state, Message.reason, Message.body)
        .join(Contact, Contact.id == Message.contact_id)
        .order_by(Message.id.desc())
        .limit(most)
    )
    if states:
        query = query.where(Message.state.in_(states))
    return [
        Listed(
            row.created_at,
            row.direction,
            vault.open_text(row.phone, sealing.PHONE),
            row.state,
            row.reason,
            vault.open_text(row.body, sealing.BODY),
        )
        for row in connection.execute(query)
    ]
