"""Which turns are new, and the phone lines they came from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, case, select, update

from jamakan.events import TurnEntry
from jamakan.privacy.vault import Vault
from jamakan.store import sealing, tombstones
from jamakan.store.database import insert
from jamakan.store.ingest.moment import when
from jamakan.store.models import Contact, Turn


@dataclass(slots=True)
class Line:
    """A contact while a batch is applied. Events change it in their order; `save` writes it."""

    id: int
    ref: str
    language: str
    language_seq: int
    opted_out: bool
    opt_seq: int
    changed: bool = False

    def speak(self, language: str, seq: int) -> None:
        """The person chose a language."""
        if seq > self.language_seq:
            self.language, self.language_seq, self.changed = language, seq, True

    def stop(self, opted_out: bool, seq: int) -> None:
        """The person stopped messages, or wants them again."""
        if seq > self.opt_seq:
            self.opted_out, self.opt_seq, self.changed = opted_out, seq, True


def lines_of(connection: Connection, vault: Vault, entries: Sequence[TurnEntry]) -> dict[str, Line]:
    """The contacts of these turns by reference, made known if need be. Each phone is sealed once for ever."""
    rows = _contact_rows(entries)
    known = set(connection.execute(select(Contact.ref).where(Contact.ref.in_(rows))).scalars())
    stopped = tombstones.stopped(connection, rows.keys() - known)
    for ref, row in rows.items():
        row["opted_out"] = ref in stopped
        row["phone"] = b"" if ref in known else vault.seal_text(row["phone"], sealing.PHONE)
    statement = insert(connection, Contact)
    given = statement.excluded
    later = given.last_seen_at >= Contact.last_seen_at
    statement = statement.on_conflict_do_update(
        index_elements=["ref"],
        set_={
            "rev": case((given.rev > Contact.rev, given.rev), else_=Contact.rev),
            "channel": case((later, given.channel), else_=Contact.channel),
            "network": case((later, given.network), else_=Contact.network),
            "last_seen_at": case((later, given.last_seen_at), else_=Contact.last_seen_at),
            "first_seen_at": case(
                (given.first_seen_at < Contact.first_seen_at, given.first_seen_at), else_=Contact.first_seen_at
            ),
        },
    )
    columns = (Contact.id, Contact.ref, Contact.language, Contact.language_seq, Contact.opted_out, Contact.opt_seq)
    found = connection.execute(statement.returning(*columns), list(rows.values()))
    return {row.ref: Line(*row) for row in found}


def fresh_turns(connection: Connection, lines: dict[str, Line], entries: Sequence[TurnEntry]) -> list[TurnEntry]:
    """The entries never applied before, in their order. INSERT … ON CONFLICT decides, for ever."""
    by_key: dict[str, TurnEntry] = {}
    for entry in entries:
        by_key.setdefault(entry.turn.key, entry)
    statement = insert(connection, Turn).on_conflict_do_nothing(index_elements=["key"]).returning(Turn.key)
    rows = [_turn_row(entry, lines[entry.turn.contact].id) for entry in by_key.values()]
    fresh = set(connection.execute(statement, rows).scalars())
    return [entry for key, entry in by_key.items() if key in fresh]


def save(connection: Connection, lines: Iterable[Line]) -> None:
    """Write what events changed on these lines."""
    changed = [line for line in lines if line.changed]
    if not changed:
        return
    names = ("language", "language_seq", "opted_out", "opt_seq")
    statement = update(Contact).where(Contact.id == bindparam("line"))
    rows = [{"line": line.id} | {name: getattr(line, name) for name in names} for line in changed]
    connection.execute(statement, rows)
    for line in changed:
        line.changed = False


def _contact_rows(entries: Sequence[TurnEntry]) -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for turn in (entry.turn for entry in entries):
        at = when(turn.at)
        row = rows.setdefault(turn.contact, _new_contact(turn.contact, turn.phone) | {"first_seen_at": at})
        row["rev"] = max(row["rev"], turn.v)
        row["first_seen_at"] = min(row["first_seen_at"], at)
        if at >= row.get("last_seen_at", at):
            row |= {"last_seen_at": at, "channel": turn.channel, "network": turn.network}
    return rows


def _new_contact(ref: str, phone: str) -> dict[str, Any]:
    return {
        "ref": ref,
        "phone": phone,
        "rev": 0,
        "language": "",
        "language_seq": 0,
        "opted_out": False,
        "opt_seq": 0,
    }


def _turn_row(entry: TurnEntry, contact_id: int) -> dict[str, Any]:
    turn = entry.turn
    return {
        "key": turn.key,
        "contact_id": contact_id,
        "kind": turn.kind,
        "channel": turn.channel,
        "service": turn.service,
        "session": turn.session,
        "v": turn.v,
        "at": when(turn.at),
    }
