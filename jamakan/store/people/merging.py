"""Two rows that are one person made one: seats move, the same seat twice is one, nothing is counted twice.

The row given up stays with the seats that were doubles, cancelled: counts leave out whoever was merged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from jamakan.privacy.vault import Vault
from jamakan.store import registrations
from jamakan.store.database import insert
from jamakan.store.inbox import forgetting
from jamakan.store.learning import results
from jamakan.store.models import Attendance, Contact, Participant, Registration
from jamakan.store.network import members
from jamakan.store.registrations import CANCELLED, CONFIRMED, REGISTERED, WAITLISTED, Notice
from jamakan.store.votes import rows as ballots

STRONGEST = (CONFIRMED, REGISTERED, WAITLISTED, CANCELLED)  # which of two seats at one activity stays
Seat = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Merged:
    """What is to follow: notices to those who move up, activities to count, lines Redis shows otherwise."""

    notices: list[Notice]
    activities: set[int]
    refs: set[str]


def merge(connection: Connection, vault: Vault, keep: int, drop: int, contact_id: int, at: datetime) -> Merged | None:
    """Make `drop` one with `keep`, reached by the line `contact_id` of either. None: one of them is no more.

    The facts that stay are set after, by `correcting.set_facts`. Inside a transaction with the lock of the ingest.
    """
    query = select(Participant.id, Participant.contact_id).where(
        Participant.id.in_([keep, drop]), Participant.erased_at.is_(None), Participant.merged_into_id.is_(None)
    )
    lines = dict(connection.execute(query.with_for_update()).all())
    if len(lines) != 2 or contact_id not in lines.values():
        return None
    seats = _seats(connection, [keep, drop])
    notices = [notice for activity in _by_activity(seats) for notice in _settle(connection, activity, keep, drop, at)]
    results.merge(connection, keep, drop)
    other = next((line for line in lines.values() if line != contact_id), contact_id)
    nobody = {"name": None, "name_ref": "", "person": vault.ref("merged person", str(drop)), "contact_id": other}
    connection.execute(update(Participant).where(Participant.id == drop).values(merged_into_id=keep, **nobody))
    connection.execute(update(Participant).where(Participant.merged_into_id == drop).values(merged_into_id=keep))
    _carry(connection, keep, drop)
    ballots.merge(connection, keep, drop)
    unnamed = {"person": vault.ref("merging", str(keep)), "contact_id": contact_id}  # until the facts are set
    connection.execute(update(Participant).where(Participant.id == keep).values(unnamed))
    connection.execute(update(Registration).where(Registration.participant_id == keep).values(contact_id=contact_id))
    members.merged(connection, keep, drop, contact_id, at)
    if other != contact_id and not _others(connection, other):
        forgetting.move(connection, other, contact_id, at)
    refs = connection.execute(select(Contact.ref).where(Contact.id.in_(lines.values()))).scalars()
    return Merged(notices, {seat.activity_id for seat in seats}, set(refs))


def _carry(connection: Connection, keep: int, drop: int) -> None:
    """Where the six answers put the one given up is known of the person, if they gave no such answers elsewhere."""
    for column in (Participant.disability, Participant.disability_some):
        other = select(column).where(Participant.id == drop).scalar_subquery()
        statement = update(Participant).where(Participant.id == keep, column == "")
        connection.execute(statement.values({column: other}))


def _others(connection: Connection, contact_id: int) -> bool:
    """Whether a line reaches anybody."""
    here = Participant.contact_id == contact_id, Participant.erased_at.is_(None), Participant.merged_into_id.is_(None)
    return connection.execute(select(Participant.id).where(*here).limit(1)).first() is not None


def _seats(connection: Connection, people: Sequence[int]) -> list[Seat]:
    query = select(Registration.id, Registration.participant_id, Registration.activity_id, Registration.state)
    return list(
        connection.execute(query.where(Registration.participant_id.in_(people)).order_by(Registration.id)).all()
    )


def _by_activity(seats: Sequence[Seat]) -> list[list[Seat]]:
    found: dict[int, list[Seat]] = {}
    for seat in seats:
        found.setdefault(seat.activity_id, []).append(seat)
    return list(found.values())


def _settle(connection: Connection, seats: list[Seat], keep: int, drop: int, at: datetime) -> list[Notice]:
    """The seats of both at one activity: the strongest is the person's, those of `drop` beside it are doubles."""
    if len({seat.participant_id for seat in seats}) == 1:  # only one of them asked for a seat there
        doubles = []
    else:
        best = min(seats, key=lambda seat: (STRONGEST.index(seat.state), seat.id))
        doubles = [seat for seat in seats if seat.id != best.id]
        for seat in doubles:
            _move_attendance(connection, seat.id, best.id)
    notices = [notice for seat in doubles for notice in registrations.give_up(connection, seat.id, at)]
    for seat in doubles:
        _belongs(connection, seat.id, drop)
    for seat in seats:
        if seat not in doubles:
            _belongs(connection, seat.id, keep)
    return notices


def _belongs(connection: Connection, registration_id: int, participant_id: int) -> None:
    statement = update(Registration).where(Registration.id == registration_id)
    connection.execute(statement.values(participant_id=participant_id))


def _move_attendance(connection: Connection, source: int, target: int) -> None:
    """The days of a double are days of the seat that stays."""
    days = select(Attendance).where(Attendance.registration_id == source)
    rows = [row._asdict() | {"registration_id": target} for row in connection.execute(days)]
    if rows:
        connection.execute(insert(connection, Attendance).on_conflict_do_nothing(), rows)
        connection.execute(delete(Attendance).where(Attendance.registration_id == source))
