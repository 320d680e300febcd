"""The recipients of a broadcast that came with a spreadsheet."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, literal, select

from jamakan.privacy.vault import Vault
from jamakan.programme.plan import Recipient
from jamakan.store import sealing
from jamakan.store.database import Database, insert
from jamakan.store.lines import make_known
from jamakan.store.models import Broadcast, BroadcastRecipient

AT_ONCE = 1000  # rows a transaction


def keep(
    db: Database, vault: Vault, broadcast_id: int, recipients: Sequence[Recipient], *, channel: str, now: datetime
) -> None:
    """Store the lines of a draft, some at a time; numbers never heard of become contacts of `channel`."""
    for start in range(0, len(recipients), AT_ONCE):
        some = recipients[start : start + AT_ONCE]
        with db.begin() as connection:
            contacts = make_known(connection, vault, [one.phone for one in some], channel=channel, now=now)
            rows = [_row(vault, broadcast_id, contacts[one.phone], one) for one in some]
            connection.execute(insert(connection, BroadcastRecipient).on_conflict_do_nothing(), rows)


def contact(connection: Connection, vault: Vault, one: Recipient, channel: str, now: datetime) -> int:
    """The contact of one line, made known if need be."""
    return make_known(connection, vault, [one.phone], channel=channel, now=now)[one.phone]


def kept(connection: Connection, broadcast_id: int) -> int:
    """How many lines of its spreadsheet are stored."""
    query = select(func.count()).where(BroadcastRecipient.broadcast_id == broadcast_id)
    return connection.execute(query).scalar_one()


def forget(connection: Connection, broadcast_id: int) -> None:
    """Make room for others."""
    connection.execute(delete(BroadcastRecipient).where(BroadcastRecipient.broadcast_id == broadcast_id))


def forget_line(connection: Connection, contact_id: int) -> None:
    """Take a phone line out of every spreadsheet."""
    connection.execute(delete(BroadcastRecipient).where(*_of_line(contact_id)))


def forget_naming(connection: Connection, vault: Vault, contact_id: int, names: Callable[[str], bool]) -> None:
    """Take a phone line out of the spreadsheets whose words for it name somebody."""
    query = select(BroadcastRecipient.broadcast_id, BroadcastRecipient.fields).where(*_of_line(contact_id))
    rows = connection.execute(query.where(BroadcastRecipient.fields.is_not(None))).all()
    found = [row.broadcast_id for row in rows if row.fields is not None and names(_words(vault, row.fields))]
    these = BroadcastRecipient.broadcast_id.in_(found), BroadcastRecipient.contact_id == contact_id
    connection.execute(delete(BroadcastRecipient).where(*these))


def copy(connection: Connection, source: int, target: int) -> None:
    """Give a broadcast the recipients of another."""
    columns = (BroadcastRecipient.contact_id, BroadcastRecipient.language, BroadcastRecipient.fields)
    query = select(literal(target, BroadcastRecipient.broadcast_id.type), *columns)
    names = ["broadcast_id", "contact_id", "language", "fields"]
    of_source = query.where(BroadcastRecipient.broadcast_id == source)
    connection.execute(insert(connection, BroadcastRecipient).from_select(names, of_source))


def _of_line(contact_id: int) -> tuple[ColumnElement[bool], ...]:
    """The key begins with the broadcast: without them every row would be looked at."""
    return BroadcastRecipient.broadcast_id.in_(select(Broadcast.id)), BroadcastRecipient.contact_id == contact_id


def _words(vault: Vault, fields: bytes) -> str:
    """All that a spreadsheet says of a line: a name may be in two columns."""
    columns: dict[str, str] = json.loads(vault.open_text(fields, sealing.FIELDS))
    return " ".join(columns.values())


def _row(vault: Vault, broadcast_id: int, contact_id: int, one: Recipient) -> dict[str, Any]:
    fields = json.dumps(dict(one.fields), ensure_ascii=False) if one.fields else ""
    return {
        "broadcast_id": broadcast_id,
        "contact_id": contact_id,
        "language": one.language,
        "fields": vault.seal_text(fields, sealing.FIELDS) if fields else None,
    }
