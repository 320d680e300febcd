"""Whom a rule concerns, read in slices: everything is decided by SQL, so that 100,000 seats take no memory."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, String, cast, exists, literal, or_, select

from jamakan.programme import disability
from jamakan.programme.activities import MONTH
from jamakan.programme.activities import Activity as Described
from jamakan.store.activities import by_ids
from jamakan.store.followups import keys
from jamakan.store.messages import DELIVERED, SENT, UNREPORTED
from jamakan.store.models import (
    Activity,
    Attendance,
    Broadcast,
    Contact,
    Dialogue,
    Member,
    Message,
    Participant,
    Registration,
)
from jamakan.store.network.members import MEMBER
from jamakan.store.registrations import SEATED

ARRIVED = (SENT, DELIVERED, UNREPORTED)  # as far as anybody knows
PARTIAL = "partial"  # something was answered; who answered nothing gets the menu again when they call
PRESENT = "present"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody a rule may write to. `row`: of their registration or dialogue, which orders them.

    `phone` and `name` are sealed. `changed_at`: when they came to be in that state, or said something last.
    """

    row: int
    contact_id: int
    phone: bytes
    language: str
    channel: str
    network: str
    opted_out: bool
    changed_at: datetime
    participant_id: int = 0
    name: bytes | None = None
    code: str = ""
    dialogue: str = ""
    flow: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Which slice: the rows after `after`, at most `size`.

    `lock` keeps them as they are until the commit; of an invitation, its line. `among`: none but these rows.
    """

    after: int = 0
    size: int = 1000
    lock: bool = False
    among: Collection[int] | None = None


def activities(connection: Connection, opened: datetime, closed: datetime, *, by_end: bool) -> dict[int, Described]:
    """The activities that begin (or end) after `opened` and until `closed`, where the very day is known."""
    moment = Activity.ends_at if by_end else Activity.starts_at
    query = select(Activity.id).where(moment > opened, moment <= closed, Activity.precision != MONTH)
    return by_ids(connection, connection.execute(query.order_by(moment, Activity.id)).scalars().all())


def seats(
    connection: Connection,
    activity_id: int,
    who: Collection[str],
    page: Page,
    *,
    unwritten: tuple[str, bool] | None = None,
    silent_in: tuple[str, datetime] | None = None,
) -> list[Person]:
    """Those with a place at an activity in one of these states.

    `unwritten`: only those who want messages and have none whose key is this prefix and their own name (True: the
    person's, False: the line's). `silent_in`: only those who said nothing in this flow since then.
    """
    query = (
        _people(Registration)
        .add_columns(Registration.participant_id, Participant.name, Registration.code)
        .join(Participant, Participant.id == Registration.participant_id)
        .where(Registration.activity_id == activity_id, _in_states(who))
    )
    if unwritten is not None:
        prefix, personal = unwritten
        number = Registration.participant_id if personal else Registration.contact_id
        query = query.where(Contact.opted_out.is_(False), ~_written(prefix + ("p" if personal else "c"), number))
    if silent_in is not None:
        flow, since = silent_in
        query = query.where(~_answered(flow, Registration.contact_id, since))
    return [Person(*row) for row in connection.execute(_sliced(query, Registration, page))]


def left(
    connection: Connection, flow: str, opened: datetime, closed: datetime, page: Page, *, unwritten: str = ""
) -> list[Person]:
    """Those who answered something last after `opened` and until `closed`, in a survey they did not end.

    Nobody is asked twice about their health: those six questions are left where the person left them.
    `unwritten`: only those who want messages and have none of the rule of this name about that dialogue.
    """
    query = (
        _people(Dialogue, Dialogue.last_at)
        .add_columns(literal(0), literal(None), literal(""), Dialogue.key, Dialogue.flow, Dialogue.version)
        .where(Dialogue.ended_at.is_(None), Dialogue.outcome == PARTIAL)
        .where(Dialogue.last_at > opened, Dialogue.last_at <= closed)
    )
    query = query.where(Dialogue.flow == flow if flow else Dialogue.flow != disability.FLOW)
    if unwritten:
        prefix = literal(f"{keys.PREFIX}:{unwritten}:") + Dialogue.key + literal(":c")
        query = query.where(Contact.opted_out.is_(False), ~_written(prefix, Dialogue.contact_id))
    return [Person(*row) for row in connection.execute(_sliced(query, Dialogue, page))]


def invited(
    connection: Connection,
    flow: str,
    opened: datetime,
    closed: datetime,
    page: Page,
    *,
    unwritten: str = "",
    silent: bool = False,
) -> list[Person]:
    """Those whom a broadcast invited to this survey, by a message that left after `opened` and until `closed`.

    `unwritten`: only those who want messages and have none of the rule of this name. `silent`: only those who did not
    answer it since the message was written: sent again, it has another moment, and they the same answer.
    """
    query = (
        _people(Message, Message.sent_at)
        .join(Broadcast, Broadcast.id == Message.broadcast_id)
        .where(Broadcast.survey == flow, or_(Broadcast.finished_at.is_(None), Broadcast.finished_at > opened))
        .where(Message.state.in_(ARRIVED), Message.sent_at > opened, Message.sent_at <= closed)
    )
    if unwritten:
        written = _written(f"{keys.key(unwritten, keys.survey(flow), '')}c", Message.contact_id)
        query = query.where(Contact.opted_out.is_(False), ~written)
    if silent:
        query = query.where(~_answered(flow, Message.contact_id, Message.created_at))
    return [Person(*row) for row in connection.execute(_sliced(query, Message, page, held=Contact))]


def members(connection: Connection, opened: datetime, closed: datetime, page: Page) -> list[Person]:
    """Members of the network whose year began after `opened` and until `closed`. `row`: of the participant."""
    contact = (Contact.phone, Contact.language, Contact.channel, Contact.network, Contact.opted_out)
    query = (
        select(Member.participant_id, Member.contact_id, *contact, Member.renewed_at, Member.participant_id)
        .join(Contact, Contact.id == Member.contact_id)
        .where(Member.state == MEMBER, Member.renewed_at > opened, Member.renewed_at <= closed)
        .where(Member.participant_id > page.after, Contact.erased_at.is_(None))
        .order_by(Member.participant_id)
        .limit(page.size)
    )
    return [Person(*row) for row in connection.execute(query)]


def written(connection: Connection, dedupe_keys: Collection[str]) -> set[str]:
    """Those of these messages that are there."""
    query = select(Message.dedupe_key).where(Message.dedupe_key.in_(dedupe_keys))
    return set(connection.execute(query).scalars())


def untouched(connection: Connection, dialogues: Mapping[str, datetime]) -> set[str]:
    """Those of these dialogues (key → last answer) where nothing happened since; they stay so until the commit."""
    query = select(Dialogue.key, Dialogue.last_at).where(Dialogue.key.in_(dialogues), Dialogue.ended_at.is_(None))
    rows = connection.execute(query.with_for_update(read=True, skip_locked=True))
    return {row.key for row in rows if row.last_at == dialogues[row.key]}


def _people(table: type[Any], changed_at: Any = Registration.changed_at) -> Select[*tuple[Any, ...]]:
    contact = (Contact.phone, Contact.language, Contact.channel, Contact.network, Contact.opted_out)
    return select(table.id, table.contact_id, *contact, changed_at).join(Contact, Contact.id == table.contact_id)


def _in_states(who: Collection[str]) -> ColumnElement[bool]:
    there = exists().where(Attendance.registration_id == Registration.id)
    states = Registration.state.in_([state for state in who if state != PRESENT])
    return or_(states, Registration.state.in_(SEATED) & there) if PRESENT in who else states


def _written(prefix: str | ColumnElement[str], number: Any) -> ColumnElement[bool]:
    beginning = literal(prefix) if isinstance(prefix, str) else prefix
    return exists().where(Message.dedupe_key == beginning + cast(number, String))


def _answered(flow: str, contact: Any, since: Any) -> ColumnElement[bool]:
    """Whether they began it since, or went on with what they began before."""
    return exists().where(Dialogue.contact_id == contact, Dialogue.flow == flow, Dialogue.last_at >= since)


def _sliced(
    query: Select[*tuple[Any, ...]], table: type[Any], page: Page, held: type[Any] | None = None
) -> Select[*tuple[Any, ...]]:
    if page.among is not None:
        query = query.where(table.id.in_(page.among))
    query = query.where(table.id > page.after).order_by(table.id).limit(page.size)
    return query.with_for_update(of=held or table, read=True, skip_locked=True) if page.lock else query
