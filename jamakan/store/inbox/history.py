"""All that happened to a case, with its author: rows are only ever added."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select
from sqlalchemy.orm import aliased

from jamakan.privacy.vault import Vault
from jamakan.store import sealing
from jamakan.store.database import insert
from jamakan.store.models import CaseEvent, Message

LONGEST = 500  # events on a page, the latest ones


@dataclass(frozen=True, slots=True)
class Event:
    """One of them. `text`: a note, a reason, or what the SMS says; `sms`: how the one that went out stands."""

    id: int
    event: str
    state: str
    by: int | None
    text: str
    at: datetime
    message_id: int | None
    sms: str
    reason: str


def tell(
    connection: Connection,
    vault: Vault,
    case_id: int,
    event: str,
    state: str,
    *,
    by: int | None,
    at: datetime,
    text: str = "",
    message_id: int | None = None,
) -> None:
    """Add an event. `text` is sealed; of an SMS the message itself is kept, not its words again."""
    row = {
        "case_id": case_id,
        "event": event,
        "state": state,
        "by_id": by,
        "body": vault.seal_text(text, sealing.CASE) if text else None,
        "message_id": message_id,
        "at": at,
    }
    connection.execute(insert(connection, CaseEvent), row)


def of(connection: Connection, vault: Vault, case_id: int) -> list[Event]:
    """The events of a case, oldest first."""
    rows = connection.execute(_query().where(CaseEvent.case_id == case_id)).all()
    return [_opened(vault, row) for row in reversed(rows)]


def is_last(connection: Connection, vault: Vault, case_id: int, event: str, by: int, text: str) -> bool:
    """Whether this is what happened to a case last: the same form sent twice finds that it is."""
    row = connection.execute(_query().where(CaseEvent.case_id == case_id).limit(1)).one_or_none()
    return row is not None and (row.event, row.by_id, _opened(vault, row).text) == (event, by, text)


def _query() -> Select[*tuple[Any, ...]]:
    """Events with their SMS, and with the one that took over on another channel."""
    later = aliased(Message)
    return (
        select(CaseEvent.id, CaseEvent.event, CaseEvent.state, CaseEvent.by_id, CaseEvent.body, CaseEvent.at)
        .add_columns(
            func.coalesce(later.id, CaseEvent.message_id).label("message_id"),
            Message.direction,
            Message.body.label("sms"),
        )
        .add_columns(func.coalesce(later.state, Message.state).label("sms_state"))
        .add_columns(func.coalesce(later.reason, Message.reason).label("reason"))
        .outerjoin(Message, Message.id == CaseEvent.message_id)
        .outerjoin(later, later.replaces_id == Message.id)
        .order_by(CaseEvent.id.desc())
        .limit(LONGEST)
    )


def _opened(vault: Vault, row: Row[*tuple[Any, ...]]) -> Event:
    text = vault.open_text(row.body, sealing.CASE) if row.body is not None else ""
    if row.sms is not None:
        text = vault.open_text(row.sms, sealing.BODY)
    out = row.direction == "out"
    state, reason = (row.sms_state, row.reason) if out else ("", "")
    return Event(row.id, row.event, row.state, row.by_id, text, row.at, row.message_id, state, reason)
