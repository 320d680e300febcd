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
