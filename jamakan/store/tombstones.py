"""Lines that were erased: their holder's STOP is kept, and what was said before comes back no more."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from jamakan.events import TurnEntry
from jamakan.store.database import insert
from jamakan.store.models import Tombstone


def put(connection: Connection, ref: str, *, opted_out: bool, at: datetime) -> None:
    """Remember that a line was erased, and whether its holder had stopped messages."""
    row = {"ref": ref, "opted_out": opted_out, "erased_at": at}
    statement = insert(connection, Tombstone)
    given = statement.excluded
    changes = {"opted_out": given.opted_out, "erased_at": given.erased_at}
    connection.execute(statement.on_conflict_do_update(index_elements=["ref"], set_=changes), row)


def stopped(connection: Connection, refs: Collection[str]) -> set[str]:
    """Those of these lines whose holder had stopped messages when they were erased."""
    query = select(Tombstone.ref).where(Tombstone.ref.in_(refs), Tombstone.opted_out)
    return set(connection.execute(query).scalars())


def stop(connection: Connection, ref: str, at: datetime) -> bool:
    """Remember that the holder of a line erased since had stopped messages. False: it was not erased since."""
    statement = update(Tombstone).where(Tombstone.ref == ref, Tombstone.erased_at >= at).values(opted_out=True)
    return bool(connection.execute(statement).rowcount)


def spoken_since(connection: Connection, entries: Sequence[TurnEntry]) -> list[TurnEntry]:
    """Without what was said on a line before it was erased: it waited in the stream meanwhile."""
    query = select(Tombstone.ref, Tombstone.erased_at)
    refs = {entry.turn.contact for entry in entries}
    erased = {ref: at.timestamp() for ref, at in connection.execute(query.where(Tombstone.ref.in_(refs)))}
    return [entry for entry in entries if entry.turn.at > erased.get(entry.turn.contact, 0.0)]
