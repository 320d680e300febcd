"""SMS as they come in: what no flow understood waits for a person, in the open case of its sender if there is one."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, bindparam, select, update

from jamakan.programme import cases as life
from jamakan.programme.inbox import IN_CASE, OPEN
from jamakan.store.database import insert
from jamakan.store.inbox import counts
from jamakan.store.inbox.counts import CASES, RECEIVED, STATE, WAITING, Key
from jamakan.store.models import Case, CaseEvent, InboxItem, Message

AT_ONCE = 500  # parameters in one list

_WRITTEN_AGAIN = (
    update(Case)
    .where(Case.id == bindparam("case"))
    .values(waits=True, version=Case.version + 1, changed_at=bindparam("at"))
)


class Arrived(NamedTuple):
    """A message for a person to read."""

    message_id: int
    contact_id: int
    at: datetime


class OpenCase(NamedTuple):
    """Where a person's next message goes."""

    id: int
    state: str
    waits: bool


def arrived(connection: Connection, rows: Iterable[dict[str, Any]], also: Counter[Key]) -> None:
    """Put what these fresh rows of messages hold for a person where a person finds it. `also`: more to count."""
    incoming = [row for row in rows if row["direction"] == "in"]
    changes: Counter[Key] = Counter((RECEIVED, row["created_at"].date().isoformat()) for row in incoming)
    waiting = _numbered(connection, [row["dedupe_key"] for row in incoming if not row["understood"]])
    if waiting:
        cases = _open_cases(connection, {one.contact_id for one in waiting})
        _keep(connection, waiting, cases)
        changes += _tell_cases(connection, [one for one in waiting if one.contact_id in cases], cases)
        changes[STATE, OPEN] += sum(one.contact_id not in cases for one in waiting)
        changes[STATE, IN_CASE] += sum(one.contact_id in cases for one in waiting)
    changes.update(also)
    counts.add(connection, changes)


def _numbered(connection: Connection, keys: list[str]) -> list[Arrived]:
    found: list[Arrived] = []
    for first in range(0, len(keys), AT_ONCE):
        some = Message.dedupe_key.in_(keys[first : first + AT_ONCE])
        query = select(Message.id, Message.contact_id, Message.created_at).where(some).order_by(Message.id)
        found += [Arrived(*row) for row in connection.execute(query)]
    return found


def _open_cases(connection: Connection, contacts: Collection[int]) -> dict[int, OpenCase]:
    """The case each of these people is heard in: of several, the one that moved last. Locked for this transaction."""
    found: dict[int, OpenCase] = {}
    ids = sorted(contacts)
    for first in range(0, len(ids), AT_ONCE):
        some = Case.contact_id.in_(ids[first : first + AT_ONCE])
        query = select(Case.contact_id, Case.id, Case.state, Case.waits).where(some, *_hears())
        for row in connection.execute(query.order_by(Case.changed_at, Case.id).with_for_update()):
            found[row.contact_id] = OpenCase(row.id, row.state, row.waits)
    return found


def _hears() -> tuple[ColumnElement[bool], ...]:
    """Whether a case takes in what its person writes: an SMS would say whose an anonymous or confidential one is."""
    return Case.state.in_(life.GOING_ON), Case.sensitive.is_(False), Case.anonymous.is_(False)


def _keep(connection: Connection, waiting: list[Arrived], cases: dict[int, OpenCase]) -> None:
    rows = []
    for one in waiting:
        case = cases.get(one.contact_id)
        rows.append(
            {
                "message_id": one.message_id,
                "contact_id": one.contact_id,
                "state": IN_CASE if case else OPEN,
                "case_id": case.id if case else None,
                "version": 0,
                "received_at": one.at,
                "changed_at": one.at,
            }
        )
    connection.execute(insert(connection, InboxItem), rows)


def _tell_cases(connection: Connection, messages: list[Arrived], cases: dict[int, OpenCase]) -> Counter[Key]:
    """Write them into their cases, which wait from now on."""
    if not messages:
        return Counter()
    events = [
        {
            "case_id": cases[one.contact_id].id,
            "event": life.MESSAGE,
            "state": cases[one.contact_id].state,
            "message_id": one.message_id,
            "at": one.at,
        }
        for one in messages
    ]
    connection.execute(insert(connection, CaseEvent), events)
    latest = {cases[one.contact_id].id: one.at for one in messages}
    connection.execute(_WRITTEN_AGAIN, [{"case": number, "at": at} for number, at in latest.items()])
    newly = {cases[one.contact_id].id for one in messages if not cases[one.contact_id].waits}
    return Counter({(CASES, WAITING): len(newly)}) if newly else Counter()
