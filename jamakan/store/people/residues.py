"""What of somebody lies outside their line: entries that could not be stored, callbacks nobody could read, files.

Whoever is erased is looked for there, too. What another key has sealed nobody can read, and it stays.
"""

import re
from collections.abc import Callable
from datetime import datetime
from urllib.parse import unquote_plus

from sqlalchemy import Connection, delete, select, update

from jamakan.events import CarrierStop, Entry, EntryError, TurnEntry, open_entry
from jamakan.privacy.vault import Vault, VaultError
from jamakan.store import sealing
from jamakan.store.exports import records
from jamakan.store.models import Export, ExportPart, Quarantined, Refusal

AT_ONCE = 200  # rows read at a time
NATIONAL = 8  # last digits that tell a number whatever stands before them
NO_DIGIT = re.compile(r"\D+")


def forget_line(connection: Connection, vault: Vault, ref: str, phone: str) -> None:
    """What a line said or was named in."""
    _drop_entries(connection, vault, lambda entry: ref in _lines(entry, vault))
    digits = NO_DIGIT.sub("", phone)[-NATIONAL:]
    if digits:
        _empty_callbacks(connection, vault, lambda raw: digits in NO_DIGIT.sub("", raw))


def forget_naming(connection: Connection, vault: Vault, ref: str, names: Callable[[str], bool]) -> None:
    """What names somebody on a line that others go on using."""
    _drop_entries(connection, vault, lambda entry: ref in _lines(entry, vault) and names(repr(entry)))
    _empty_callbacks(connection, vault, names)


def forget_files(connection: Connection, at: datetime) -> None:
    """Files already built may hold anybody: they go, those still being built begin anew."""
    building = Export.state.in_(records.UNFINISHED)
    gone = select(Export.id).where(building | (Export.state == records.READY))
    connection.execute(delete(ExportPart).where(ExportPart.export_id.in_(gone)))
    anew = {"state": records.ASKED, "cursor": 0, "parts": 0, "rows_done": 0, "rows_laid": 0, "changed_at": at}
    connection.execute(update(Export).where(building).values(anew))
    built = {"state": records.EXPIRED, "reason": records.SOMEBODY_ERASED, "salt": "", "changed_at": at}
    connection.execute(update(Export).where(Export.state == records.READY).values(built))


def _lines(entry: Entry, vault: Vault) -> set[str]:
    """The references of the lines an entry is about."""
    if isinstance(entry, TurnEntry):
        return {entry.turn.contact}
    if isinstance(entry, CarrierStop):
        return {vault.ref("phone", entry.phone)}
    return {getattr(entry, "contact", "")}


def _drop_entries(connection: Connection, vault: Vault, theirs: Callable[[Entry], bool]) -> None:
    found = []
    query = select(Quarantined.id, Quarantined.entry).execution_options(yield_per=AT_ONCE)
    for number, sealed in connection.execute(query):
        try:
            if theirs(open_entry(sealed, vault)):
                found.append(number)
        except (VaultError, EntryError):
            continue
    connection.execute(delete(Quarantined).where(Quarantined.id.in_(found)))


def _empty_callbacks(connection: Connection, vault: Vault, theirs: Callable[[str], bool]) -> None:
    """That a callback was refused, and why, stays; what it said goes."""
    found = []
    query = select(Refusal.id, Refusal.raw).execution_options(yield_per=AT_ONCE)
    for number, sealed in connection.execute(query):
        try:
            if theirs(unquote_plus(vault.open_text(sealed, sealing.RAW))):
                found.append(number)
        except VaultError:
            continue
    connection.execute(update(Refusal).where(Refusal.id.in_(found)).values(raw=vault.seal_text("", sealing.RAW)))
