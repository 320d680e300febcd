"""From the events stream to the tables: each entry once for ever, whatever happens on the way.

A batch is one transaction. What is fresh in it is decided by the keys of `turns` (and the digests of reports), so
reading the stream again from the start changes nothing. An entry that cannot be stored goes to `quarantine`, found
by halving the batch; the others are stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection
from sqlalchemy.exc import DataError, IntegrityError

from jamakan.events import Entry, EntryError, TurnEntry, seal_entry
from jamakan.hours import Hours
from jamakan.privacy.vault import Vault
from jamakan.store import survey_counts, tallies, tombstones, withdrawals
from jamakan.store.database import Database, insert, savepoint
from jamakan.store.ingest import others, turns
from jamakan.store.ingest.batch import Batch
from jamakan.store.ingest.checks import check
from jamakan.store.ingest.desk import ANSWER_DAYS, Desk, Terms
from jamakan.store.ingest.handlers import handle
from jamakan.store.models import Quarantined

LOCK = "ingest"  # a second reader of the stream waits, then finds everything stored
# About the entry. A database that is away or full is not: it stops the batch, and nothing is lost.
UNSTORABLE = (DataError, IntegrityError, ValueError, LookupError, TypeError, ArithmeticError)


@dataclass(frozen=True, slots=True)
class Applied:
    """What a batch changed: entries stored for the first time, contacts whose profile may be another, and so on.

    When some of it was stored before, all that it may have changed counts as changed.
    """

    fresh: int = 0
    contacts: frozenset[str] = frozenset()
    activities_changed: bool = False
    messages_queued: bool = False
    quarantined: int = 0

    def __add__(self, other: "Applied") -> "Applied":
        return Applied(
            self.fresh + other.fresh,
            self.contacts | other.contacts,
            self.activities_changed or other.activities_changed,
            self.messages_queued or other.messages_queued,
            self.quarantined + other.quarantined,
        )


def apply(
    db: Database,
    vault: Vault,
    entries: Sequence[Entry],
    values: Mapping[str, str] | None = None,
    hours: Hours | None = None,
    answer_days: int = ANSWER_DAYS,
) -> Applied:
    """Store entries, in their order. Those stored before change nothing.

    `values` are the placeholders every text may use (the organisation, its number); `hours`: when messages nobody
    asked for may leave, at any time without; `answer_days`: within how many an answer to a case is promised. Raises
    DatabaseAway when the database is away or full: nothing was stored then.
    """
    with db.begin(lock=LOCK) as connection:
        return _apply(connection, vault, list(entries), Terms(values or {}, hours, answer_days))


def quarantine(db: Database, sealed: bytes, reason: str, vault: Vault) -> bool:
    """Keep stream bytes that nobody can open. False when they were kept before."""
    with db.begin() as connection:
        return _keep(connection, vault.ref("sealed", sealed.hex()), sealed, reason)


def _apply(connection: Connection, vault: Vault, entries: list[Entry], terms: Terms) -> Applied:
    """The whole list in one savepoint; when something in it cannot be stored, each half by itself."""
    try:
        with savepoint(connection):
            return _store(connection, vault, entries, terms)
    except UNSTORABLE as error:
        if len(entries) == 1:
            return _set_aside(connection, vault, entries[0], error)
    middle = len(entries) // 2
    first = _apply(connection, vault, entries[:middle], terms)
    return first + _apply(connection, vault, entries[middle:], terms)


def _store(connection: Connection, vault: Vault, entries: list[Entry], terms: Terms) -> Applied:
    for entry in entries:
        check(entry)
    spoken = [entry for entry in entries if isinstance(entry, TurnEntry)]
    told = [entry for entry in entries if not isinstance(entry, TurnEntry)]
    applied = _store_turns(connection, vault, spoken, terms) if spoken else Applied()
    kept, stopped = others.keep(connection, vault, told)
    return applied + Applied(kept, stopped)


def _store_turns(connection: Connection, vault: Vault, entries: list[TurnEntry], terms: Terms) -> Applied:
    entries = tombstones.spoken_since(connection, entries)
    if not entries:
        return Applied()
    lines = turns.lines_of(connection, vault, entries)
    fresh = turns.fresh_turns(connection, lines, entries)
    batch = Batch(vault)
    desk = Desk(connection, batch, lines, terms)
    for entry in fresh:
        handle(desk, entry)
    with survey_counts.changing(connection, batch.dialogues, batch.answered_further()):
        batch.write(connection)
    withdrawals.of_dialogues(connection, batch.dialogues, datetime.now(UTC))
    turns.save(connection, lines.values())
    if batch.activities_changed:
        tallies.recount(connection, tallies.concerned(connection, batch.profiles))
    applied = Applied(len(fresh), frozenset(batch.profiles), batch.activities_changed, batch.messages_queued)
    return applied if len(fresh) == len(entries) else applied + _all_of(entries)


def _all_of(entries: list[TurnEntry]) -> Applied:
    """Everything these turns may have changed: a reader that died after its commit told nobody."""
    return Applied(0, frozenset(entry.turn.contact for entry in entries), True, True)


def _set_aside(connection: Connection, vault: Vault, entry: Entry, error: Exception) -> Applied:
    reason = str(error) if isinstance(error, EntryError) else type(error).__name__
    kept = _keep(connection, vault.ref("entry", repr(entry)), seal_entry(entry, vault), reason)
    return Applied(quarantined=int(kept))


def _keep(connection: Connection, digest: str, sealed: bytes, reason: str) -> bool:
    row = {"digest": digest, "entry": sealed, "reason": reason, "at": datetime.now(UTC)}
    statement = insert(connection, Quarantined).on_conflict_do_nothing().returning(Quarantined.id)
    return connection.execute(statement, row).first() is not None
