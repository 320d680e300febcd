"""Phone lines that did not call: made known from a list, without undoing what their holders decided."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from jamakan.privacy.vault import Vault
from jamakan.store import sealing, tombstones
from jamakan.store.database import insert
from jamakan.store.models import Contact


def make_known(
    connection: Connection, vault: Vault, phones: Iterable[str], *, channel: str, now: datetime
) -> dict[str, int]:
    """The contacts of these E.164 numbers, by number; new ones are of `channel`, opted out when erased so."""
    refs = {vault.ref("phone", phone): phone for phone in phones}
    found = select(Contact.ref, Contact.id).where(Contact.ref.in_(refs))
    known = {row.ref: row.id for row in connection.execute(found)}
    new = [ref for ref in refs if ref not in known]
    if new:
        stopped = tombstones.stopped(connection, new)
        rows = [_row(vault, ref, refs[ref], channel, now) | {"opted_out": ref in stopped} for ref in new]
        connection.execute(insert(connection, Contact).on_conflict_do_nothing(index_elements=["ref"]), rows)
        known = {row.ref: row.id for row in connection.execute(found)}
    return {phone: known[ref] for ref, phone in refs.items()}


def ref(connection: Connection, contact_id: int) -> str:
    """The reference of a line; "" for one there is not."""
    return connection.execute(select(Contact.ref).where(Contact.id == contact_id)).scalar_one_or_none() or ""


def without_phone(connection: Connection, vault: Vault, who: str, now: datetime) -> int:
    """The contact of somebody nobody can be reached by: no message is ever for it. `who` names them for ever."""
    ref = vault.ref("no phone", who)
    row = _row(vault, ref, "", "", now) | {"opted_out": True}
    connection.execute(insert(connection, Contact).on_conflict_do_nothing(index_elements=["ref"]), row)
    return connection.execute(select(Contact.id).where(Contact.ref == ref)).scalar_one()


def is_known(connection: Connection, ref: str) -> bool:
    """Whether there is a contact of this reference."""
    return connection.execute(select(Contact.id).where(Contact.ref == ref)).first() is not None


def _row(vault: Vault, ref: str, phone: str, channel: str, now: datetime) -> dict[str, Any]:
    return {
        "ref": ref,
        "phone": vault.seal_text(phone, sealing.PHONE),
        "channel": channel,
        "network": "",
        "rev": 0,
        "language": "",
        "language_seq": 0,
        "opt_seq": 0,
        "first_seen_at": now,
        "last_seen_at": now,
    }
