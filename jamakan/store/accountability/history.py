"""All that happened to a commitment, with its author: rows are only ever added."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, select

from jamakan.privacy.vault import Vault
from jamakan.store import sealing
from jamakan.store.database import insert
from jamakan.store.models import CommitmentEvent

LONGEST = 200  # events on a page, the latest ones


@dataclass(frozen=True, slots=True)
class Event:
    """One of them. `by`: None for the clock; `broadcast`: which tells those who asked."""

    event: str
    state: str
    by: int | None
    text: str
    broadcast: int | None
    at: datetime


def tell(
    connection: Connection,
    vault: Vault,
    number: int,
    event: str,
    state: str,
    *,
    by: int | None,
    at: datetime,
    text: str = "",
    broadcast: int | None = None,
) -> None:
    """Add an event; that a broadcast tells of it is added once."""
    row = {
        "commitment_id": number,
        "event": event,
        "state": state,
        "by_id": by,
        "body": vault.seal_text(text, sealing.COMMITMENT) if text else None,
        "broadcast_id": broadcast,
        "at": at,
    }
    once = ["commitment_id", "broadcast_id"]
    connection.execute(insert(connection, CommitmentEvent).on_conflict_do_nothing(index_elements=once), row)


def of(connection: Connection, vault: Vault, number: int) -> list[Event]:
    """The events of a commitment, oldest first."""
    rows = connection.execute(_COLUMNS.where(CommitmentEvent.commitment_id == number).limit(LONGEST))
    return [_opened(vault, row) for row in reversed(rows.all())]


def last(connection: Connection, vault: Vault, number: int) -> Event | None:
    """What happened last: the same form sent twice finds that it is its own."""
    row = connection.execute(_COLUMNS.where(CommitmentEvent.commitment_id == number).limit(1)).one_or_none()
    return _opened(vault, row) if row is not None else None


_COLUMNS = select(
    *(CommitmentEvent.event, CommitmentEvent.state, CommitmentEvent.by_id, CommitmentEvent.body),
    *(CommitmentEvent.broadcast_id, CommitmentEvent.at),
).order_by(CommitmentEvent.id.desc())


def _opened(vault: Vault, row: Row[str, str, int | None, bytes | None, int | None, datetime]) -> Event:
    text = vault.open_text(row.body, sealing.COMMITMENT) if row.body is not None else ""
    return Event(row.event, row.state, row.by_id, text, row.broadcast_id, row.at)
