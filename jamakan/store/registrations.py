"""Seats: who has one, who waits, who moves up. Decided in SQL, inside the caller's transaction.

Each function changes rows and returns the notices people are owed; `jamakan.store.notices` writes them. The
counters of `activities` move with the seats, and the conditional UPDATE in `_take_seat` is the only way to one. Where
places are kept for some kinds of people (`jamakan.store.places`), it is asked only for those they are open to.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select, update

from jamakan.store import places, withdrawals
from jamakan.store.database import insert
from jamakan.store.models import Activity, Participant, Registration

REGISTERED, CONFIRMED, WAITLISTED, CANCELLED = "registered", "confirmed", "waitlisted", "cancelled"
SEATED = (REGISTERED, CONFIRMED)
ACTIVE = (*SEATED, WAITLISTED)
TEXTS = {REGISTERED: "session.ok", WAITLISTED: "session.waitlisted"}
FACTS = ("age", "sex", "region", "group", "displacement")


@dataclass(frozen=True, slots=True)
class Request:
    """One person asking for a seat. `change`: in place of the seat their line has."""

    dialogue: str
    contact_id: int
    person: str
    name: bytes | None  # sealed
    facts: dict[str, str]  # age, sex, region, group, displacement
    activity: str
    change: bool
    code: str
    at: datetime
    name_ref: str = ""
    at_the_door: bool = False  # entered by staff, who see the person: that it has begun is no matter
    by_relay: bool = False  # entered by the holder of the line, for somebody without a phone


@dataclass(frozen=True, slots=True)
class Notice:
    """A message owed: `text` is a key of flows.texts."""

    text: str
    contact_id: int
    activity_id: int | None = None
    code: str = ""
    participant_id: int | None = None


Seat = Row[int, int, int, int, str, str, int | None]
"""A registration: the columns of `_SEAT`."""


def register(connection: Connection, request: Request) -> list[Notice]:
    """Give a seat, or a place on the waiting list. The same dialogue asking again changes nothing."""
    if _known(connection, request.dialogue):
        return []
    activity = connection.execute(
        select(Activity.id, Activity.starts_at).where(Activity.slug == request.activity)
    ).one_or_none()
    if activity is None:
        return [Notice("session.gone", request.contact_id)]
    if activity.starts_at <= request.at and not request.at_the_door:
        return [Notice("session.past", request.contact_id, activity.id)]
    old = _seat_to_change(connection, request) if request.change else None
    if old is not None:
        return _change(connection, request, old, activity.id)
    return _add(connection, request, participant(connection, request), activity.id)


def cancel(connection: Connection, contact_id: int, code: str, at: datetime) -> list[Notice]:
    """Give up the seat with this code; without a code, the only one this line has."""
    seats = connection.execute(_seats(contact_id, at)).all()
    if not seats:
        return [Notice("session.none", contact_id)]
    chosen = [seat for seat in seats if seat.code == code] if code else seats
    if not chosen:
        return [Notice("session.code_unknown", contact_id, code=code)]
    if len(chosen) > 1:
        return [Notice("session.which", contact_id, code=", ".join(seat.code for seat in chosen))]
    (seat,) = chosen
    done = Notice("session.cancelled", contact_id, seat.activity_id, seat.code, seat.participant_id)
    return [done, *_give_up(connection, seat, at)]


def confirm(connection: Connection, contact_id: int, code: str, at: datetime) -> list[Notice]:
    """Note that somebody comes: whoever has the seat with this code; without a code, the only one not confirmed."""
    coming = connection.execute(_seats(contact_id, at)).all()
    if not coming:
        return [Notice("session.none", contact_id)]
    seats = [seat for seat in coming if code in ("", seat.code)]
    if not seats:
        return [Notice("session.code_unknown", contact_id, code=code)]
    waiting = [seat for seat in seats if seat.state == REGISTERED]
    if len(waiting) > 1:
        return [Notice("session.which.confirm", contact_id, code=", ".join(seat.code for seat in waiting))]
    seat = next((seat for seat in (*waiting, *seats) if seat.state in SEATED), seats[0])
    if seat.state == REGISTERED:
        _set_state(connection, seat.id, CONFIRMED, at)
    text = "session.waitlisted" if seat.state == WAITLISTED else "session.confirmed"
    return [Notice(text, contact_id, seat.activity_id, seat.code, seat.participant_id)]


def fill(connection: Connection, activity_id: int, at: datetime) -> list[Notice]:
    """Move the waiting list up while seats are free for who waits and the activity has not begun."""
    notices: list[Notice] = []
    while (first := _next_in(connection, activity_id, at)) and _take_seat(connection, activity_id):
        notices += _move_up(connection, first, at)
    return notices


def promote(connection: Connection, registration_id: int, at: datetime) -> list[Notice]:
    """Give a free seat to this person on the waiting list, whoever is before them or it is kept for: staff said so.

    Nothing when they do not wait any more, no seat is free, or the activity has begun.
    """
    query = select(*_SEAT).join(Activity, Activity.id == Registration.activity_id)
    query = query.where(Registration.id == registration_id, Registration.state == WAITLISTED, Activity.starts_at > at)
    waiting = connection.execute(query).one_or_none()
    if waiting is None or not _take_seat(connection, waiting.activity_id):
        return []
    return _move_up(connection, waiting, at)


def give_up(connection: Connection, registration_id: int | None, at: datetime) -> list[Notice]:
    """Cancel this registration, if there is one and it is active. What those who move up are owed."""
    if registration_id is None:
        return []
    query = select(*_SEAT).where(Registration.id == registration_id, Registration.state.in_(ACTIVE))
    seat = connection.execute(query).one_or_none()
    return _give_up(connection, seat, at) if seat is not None else []


def _move_up(connection: Connection, seat: Seat, at: datetime) -> list[Notice]:
    """From the waiting list to the seat just taken."""
    _count(connection, seat.activity_id, waitlisted=-1)
    _set_state(connection, seat.id, REGISTERED, at)
    told = Notice("session.promoted", seat.contact_id, seat.activity_id, seat.code, seat.participant_id)
    return [told, *give_up(connection, seat.replaces_id, at)]


def _known(connection: Connection, dialogue: str) -> bool:
    query = select(Registration.id).where(Registration.dialogue_key == dialogue)
    return connection.execute(query).first() is not None


def _add(connection: Connection, request: Request, participant_id: int, activity_id: int) -> list[Notice]:
    present = _present_seat(connection, participant_id, activity_id)
    if present is not None:
        return [_said_again(request, present)]
    state = _place(connection, request, participant_id, activity_id, replaces_id=None)
    return [Notice(TEXTS[state], request.contact_id, activity_id, request.code, participant_id)]


def _change(connection: Connection, request: Request, old: Seat, activity_id: int) -> list[Notice]:
    """Move a seat. Where the new activity is full, a seat is kept until one frees there."""
    present = _present_seat(connection, old.participant_id, activity_id)
    if present is not None:
        return [_said_again(request, present)]
    _drop_wishes(connection, old, request.at)
    state = _place(connection, request, old.participant_id, activity_id, replaces_id=old.id)
    keeps = state == WAITLISTED and old.state in SEATED
    text = "session.kept" if keeps else TEXTS[state]
    notice = Notice(text, request.contact_id, activity_id, request.code, old.participant_id)
    return [notice] if keeps else [notice, *_give_up(connection, old, request.at)]


def _said_again(request: Request, present: Seat) -> Notice:
    text = "session.waitlisted" if present.state == WAITLISTED else "session.already"
    return Notice(text, request.contact_id, present.activity_id, present.code, present.participant_id)


def _place(
    connection: Connection, request: Request, participant_id: int, activity_id: int, *, replaces_id: int | None
) -> str:
    seated = _open_to(connection, activity_id, participant_id) and _take_seat(connection, activity_id)
    if not seated:
        _count(connection, activity_id, waitlisted=1)
    state = REGISTERED if seated else WAITLISTED
    connection.execute(
        insert(connection, Registration),
        {
            "dialogue_key": request.dialogue,
            "participant_id": participant_id,
            "contact_id": request.contact_id,
            "activity_id": activity_id,
            "code": request.code,
            "state": state,
            "replaces_id": replaces_id,
            "requested_at": request.at,
            "changed_at": request.at,
        },
    )
    return state


def _open_to(connection: Connection, activity_id: int, participant_id: int) -> bool:
    """Whether no seat that may be free is kept for others than this person."""
    room = places.room(connection, activity_id, SEATED)
    return room is None or room.admits(places.kinds_of(connection, room, participant_id))


def _take_seat(connection: Connection, activity_id: int) -> bool:
    statement = (
        update(Activity)
        .where(Activity.id == activity_id, Activity.seats_taken < Activity.seats)
        .values(seats_taken=Activity.seats_taken + 1)
    )
    return connection.execute(statement).rowcount == 1


def _give_up(connection: Connection, seat: Seat, at: datetime) -> list[Notice]:
    """Cancel an active registration and let the next one in."""
    _set_state(connection, seat.id, CANCELLED, at)
    withdrawals.of_seat(connection, seat, ACTIVE, at)
    if seat.state == WAITLISTED:
        _count(connection, seat.activity_id, waitlisted=-1)
        return []
    _count(connection, seat.activity_id, seats_taken=-1)
    return fill(connection, seat.activity_id, at)


def _set_state(connection: Connection, registration_id: int, state: str, at: datetime) -> None:
    connection.execute(
        update(Registration).where(Registration.id == registration_id).values(state=state, changed_at=at)
    )


def _count(connection: Connection, activity_id: int, *, seats_taken: int = 0, waitlisted: int = 0) -> None:
    connection.execute(
        update(Activity)
        .where(Activity.id == activity_id)
        .values(seats_taken=Activity.seats_taken + seats_taken, waitlisted=Activity.waitlisted + waitlisted)
    )


_SEAT = (
    Registration.id,
    Registration.activity_id,
    Registration.participant_id,
    Registration.contact_id,
    Registration.code,
    Registration.state,
    Registration.replaces_id,
)


def _seats(contact_id: int, at: datetime) -> Select[int, int, int, int, str, str, int | None]:
    """The active registrations of a line at activities to come, the next activity first."""
    return (
        select(*_SEAT)
        .join(Activity, Activity.id == Registration.activity_id)
        .where(Registration.contact_id == contact_id, Registration.state.in_(ACTIVE), Activity.starts_at > at)
        .order_by(Activity.starts_at, Registration.id)
    )


def _present_seat(connection: Connection, participant_id: int, activity_id: int) -> Seat | None:
    return connection.execute(
        select(*_SEAT).where(
            Registration.participant_id == participant_id,
            Registration.activity_id == activity_id,
            Registration.state.in_(ACTIVE),
        )
    ).one_or_none()


def _next_in(connection: Connection, activity_id: int, at: datetime) -> Seat | None:
    """Who has waited for longest, of those no seat is kept from."""
    waiting = (
        select(*_SEAT)
        .join(Activity, Activity.id == Registration.activity_id)
        .where(Activity.id == activity_id, Activity.starts_at > at, Registration.state == WAITLISTED)
        .order_by(Registration.id)
        .limit(1)
    )
    room = places.room(connection, activity_id, SEATED)
    if room is None:
        return connection.execute(waiting).one_or_none()
    for first in places.first_of_each(connection, room, WAITLISTED):
        if room.admits(first.kinds):
            return connection.execute(waiting.where(Registration.id == first.registration)).one_or_none()
    return None


def _seat_to_change(connection: Connection, request: Request) -> Seat | None:
    """The seat of the named person, else the line's next one: it is the one the screen showed."""
    seats = connection.execute(_seats(request.contact_id, request.at)).all()
    same = connection.execute(
        select(Participant.id).where(
            Participant.contact_id == request.contact_id, Participant.person == request.person
        )
    ).scalar_one_or_none()
    chosen = next((seat for seat in seats if seat.participant_id == same), seats[0] if seats else None)
    if chosen is None or chosen.state != WAITLISTED:
        return chosen
    return next((seat for seat in seats if seat.id == chosen.replaces_id), chosen)


def _drop_wishes(connection: Connection, seat: Seat, at: datetime) -> None:
    """Leave the waiting lists joined in place of this seat: the latest wish is the one that counts."""
    wishes = select(*_SEAT).where(Registration.replaces_id == seat.id, Registration.state == WAITLISTED)
    for wish in connection.execute(wishes).all():
        _give_up(connection, wish, at)


def participant(connection: Connection, request: Request) -> int:
    """The person on this line, made known or brought up to date."""
    said = {name: value for name, value in request.facts.items() if value}
    identity = {"contact_id": request.contact_id, "person": request.person}
    row: dict[str, Any] = {
        **dict.fromkeys(FACTS, ""),
        **said,
        **identity,
        "name": request.name,
        "name_ref": request.name_ref,
    }
    row |= {"created_at": request.at, "by_relay": request.by_relay}
    statement = insert(connection, Participant).on_conflict_do_update(
        index_elements=["contact_id", "person"], set_=said or identity
    )
    return connection.execute(statement.returning(Participant.id), row).scalar_one()
