"""The audit trail as rows: only ever added to, in the transaction of what they tell of."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Connection, Row, Select, select

from jamakan.privacy.vault import Vault
from jamakan.staff.audit import FIRST, Detail, Entry, mac
from jamakan.store.database import insert, turnstile
from jamakan.store.models import AuditEntry

log = structlog.get_logger()

PAGE = 1000

_COLUMNS = (
    AuditEntry.id,
    AuditEntry.at,
    AuditEntry.account_id,
    AuditEntry.action,
    AuditEntry.subject,
    AuditEntry.details,
    AuditEntry.mac,
)


def append(
    connection: Connection,
    vault: Vault,
    at: datetime,
    by: int | None,
    action: str,
    subject: str,
    **details: Detail,
) -> Entry:
    """Add an entry. It is kept or lost with the transaction, as what it tells of; so do this last in it.

    One writer at a time: the others wait here until its transaction ends.
    """
    turnstile(connection, "audit")
    last = connection.execute(select(AuditEntry.id, AuditEntry.mac).order_by(AuditEntry.id.desc()).limit(1)).first()
    number, before = (last.id + 1, last.mac) if last is not None else (1, FIRST)
    entry = Entry(number, at, by, action, subject, dict(details))
    sealed = mac(vault, before, entry)
    row = {"id": number, "at": at, "account_id": by, "action": action, "subject": subject}
    connection.execute(insert(connection, AuditEntry), row | {"details": details, "mac": sealed})
    log.info("audit", number=number, action=action, subject=subject, account=by, head=sealed)
    return Entry(number, at, by, action, subject, dict(details), sealed)


def entries(connection: Connection) -> Iterator[Entry]:
    """The whole trail, oldest first, read a page at a time: whoever reads may stop anywhere."""
    last = -1
    while rows := connection.execute(_page(last)).all():
        yield from map(_entry, rows)
        last = rows[-1].id


def latest(connection: Connection, before: int | None, most: int, action: str = "") -> list[Entry]:
    """A page of the trail, newest first: entries with a lower number than `before`."""
    query = select(*_COLUMNS).order_by(AuditEntry.id.desc()).limit(most)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    if action:
        query = query.where(AuditEntry.action == action)
    return [_entry(row) for row in connection.execute(query)]


def of_subject(connection: Connection, subject: str, most: int) -> list[Entry]:
    """What was done to one thing, newest first."""
    query = select(*_COLUMNS).where(AuditEntry.subject == subject).order_by(AuditEntry.id.desc()).limit(most)
    return [_entry(row) for row in connection.execute(query)]


def _page(after: int) -> Select[*tuple[Any, ...]]:
    return select(*_COLUMNS).where(AuditEntry.id > after).order_by(AuditEntry.id).limit(PAGE)


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    return Entry(*row)
