"""Who is registered for an activity, as its pages and the door list them, and who came."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, select

from jamakan.privacy.vault import Vault
from jamakan.store import sealing
from jamakan.store.database import insert
from jamakan.store.models import Attendance, Contact, Participant, Registration
from jamakan.store.registrations import ACTIVE

DOOR, PHONE = "door", "phone"  # how it was known that somebody came: ticked on the list, or by the code of the day
MOST = 1000  # people in one list


@dataclass(frozen=True, slots=True)
class Attendee:
    """A registered person, opened: `name` is "" when withheld. The caller masks what the reader may not see."""

    registration: int
    contact_id: int
    name: str
    phone: str
    code: str
    state: str
    sex: str
    age: str
    group: str
    requested_at: datetime
    days: frozenset[int]


_COLUMNS = (
    Registration.id,
    Registration.contact_id,
    Registration.code,
    Registration.state,
    Registration.requested_at,
    Participant.name,
    Participant.sex,
    Participant.age,
    Participant.group,
    Contact.phone,
)


def roll(
    connection: Connection, vault: Vault, activity_id: int, states: tuple[str, ...] = ACTIVE, after: int = 0
) -> list[Attendee]:
    """The people of an activity in these states, in the order of their requests, `MOST` after this registration."""
    query = _query().where(Registration.activity_id == activity_id, Registration.state.in_(states))
    rows = connection.execute(query.where(Registration.id > after).order_by(Registration.id).limit(MOST)).all()
    present = _days(connection, [row.id for row in rows])
    return [_opened(vault, row, frozenset(present.get(row.id, ()))) for row in rows]


def whole_time(connection: Connection, vault: Vault, activity_id: int, days: int) -> list[Attendee]:
    """Those who came on each of so many days, those without a seat included: they were there."""
    came = (
        select(Attendance.registration_id)
        .where(Attendance.day <= days)
        .group_by(Attendance.registration_id)
        .having(func.count() == days)
    )
    query = _query().where(Registration.activity_id == activity_id, Registration.id.in_(came))
    rows = connection.execute(query.order_by(Registration.id)).all()
    present = _days(connection, [row.id for row in rows])
    return [_opened(vault, row, frozenset(present[row.id])) for row in rows]


def one(connection: Connection, vault: Vault, activity_id: int, registration_id: int) -> Attendee | None:
    """One person of an activity, whatever the state."""
    query = _query().where(Registration.activity_id == activity_id, Registration.id == registration_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return _opened(vault, row, frozenset(_days(connection, [row.id]).get(row.id, ())))


def mark(
    connection: Connection, registration_id: int, day: int, by: int | None, at: datetime, source: str = DOOR
) -> bool:
    """They came on this day. False when that was known: two taps count once."""
    row = {"registration_id": registration_id, "day": day, "marked_by": by, "marked_at": at, "source": source}
    statement = insert(connection, Attendance).on_conflict_do_nothing().returning(Attendance.day)
    return connection.execute(statement, row).first() is not None


def unmark(connection: Connection, registration_id: int, day: int) -> bool:
    """They did not come: it was a slip. False when nothing was marked."""
    statement = delete(Attendance).where(Attendance.registration_id == registration_id, Attendance.day == day)
    return connection.execute(statement).rowcount == 1


def _query() -> Select[*tuple[Any, ...]]:
    return (
        select(*_COLUMNS)
        .join(Participant, Participant.id == Registration.participant_id)
        .join(Contact, Contact.id == Registration.contact_id)
        .where(Participant.merged_into_id.is_(None))
    )


def _days(connection: Connection, ids: list[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    query = select(Attendance.registration_id, Attendance.day).where(Attendance.registration_id.in_(ids))
    for registration_id, day in connection.execute(query):
        found.setdefault(registration_id, set()).add(day)
    return found


def _opened(vault: Vault, row: Row[*tuple[Any, ...]], days: frozenset[int]) -> Attendee:
    return Attendee(
        registration=row.id,
        contact_id=row.contact_id,
        name=vault.open_text(row.name, sealing.NAME) if row.name is not None else "",
        phone=vault.open_text(row.phone, sealing.PHONE),
        code=row.code,
        state=row.state,
        sex=row.sex,
        age=row.age,
        group=row.group,
        requested_at=row.requested_at,
        days=days,
    )
