"""Cases as rows: one conditional UPDATE decides, one row says what happened, the counts follow."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select, update

from jamakan.privacy.vault import Vault
from jamakan.programme import cases as life
from jamakan.store import sealing
from jamakan.store.database import insert
from jamakan.store.inbox import counts
from jamakan.store.inbox.counts import CASES, HELD, WAITING, Key
from jamakan.store.models import Case as Row
from jamakan.store.models import Contact

PAGE = 50
MOST_OF_ONE = 50  # cases of one line


@dataclass(frozen=True, slots=True)
class About:
    """What staff say of a case."""

    kind: str
    title: str
    theme: str = ""
    region: str = ""
    institution: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A case, opened. The caller masks the number before anybody sees it."""

    id: int
    contact_id: int
    phone: str
    about: About
    state: str
    holder: int | None
    waits: bool
    version: int
    opened_at: datetime
    changed_at: datetime
    sensitive: bool
    anonymous: bool
    acknowledged_at: datetime | None
    answered_at: datetime | None
    due_at: datetime | None
    satisfied: str
    activity_id: int | None


@dataclass(frozen=True, slots=True)
class Which:
    """A list: those that wait for an answer, of these states, of whoever sees to them; of all that are given.

    `late` at a moment: promised an answer before it, and not answered. `facts`: columns and the value each must have.
    """

    waits: bool = False
    states: Collection[str] = ()
    holder: int | None = None
    late: datetime | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    activity_id: int | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """A case as somebody opens it by phone. `dialogue` names it for ever."""

    contact_id: int
    about: About
    dialogue: str
    at: datetime
    due_at: datetime
    anonymous: bool = False
    sensitive: bool = False
    activity_id: int | None = None


def add(
    connection: Connection,
    vault: Vault,
    contact_id: int,
    about: About,
    by: int,
    at: datetime,
    due_at: datetime | None = None,
) -> int:
    """A new case, read and seen to by whoever opens it. Its number."""
    row = _of_about(vault, about) | {
        "contact_id": contact_id,
        "state": life.READ,
        "holder_id": by,
        "waits": True,
        "version": 0,
        "opened_at": at,
        "changed_at": at,
        "closed_at": None,
        "sensitive": False,
        "anonymous": False,
        "acknowledged_at": at,
        "due_at": due_at,
        "satisfied": "",
    }
    number = connection.execute(insert(connection, Row).returning(Row.id), row).scalar_one()
    counts.add(connection, _counted(life.READ, by, waits=True))
    return number


def add_by_phone(connection: Connection, vault: Vault, opening: Opening) -> tuple[int, Counter[Key]] | None:
    """A case that nobody has read yet: its number, and the counts to add. None: this dialogue opened it before."""
    row = _of_about(vault, opening.about) | {
        "contact_id": opening.contact_id,
        "state": life.RECEIVED,
        "waits": not opening.sensitive,
        "version": 0,
        "opened_at": opening.at,
        "changed_at": opening.at,
        "sensitive": opening.sensitive,
        "anonymous": opening.anonymous,
        "due_at": opening.due_at,
        "satisfied": "",
        "activity_id": opening.activity_id,
        "dialogue_key": opening.dialogue,
    }
    statement = insert(connection, Row).on_conflict_do_nothing(index_elements=["dialogue_key"]).returning(Row.id)
    number = connection.execute(statement, row).scalar_one_or_none()
    if number is None:
        return None
    return number, Counter() if opening.sensitive else _counted(life.RECEIVED, None, waits=True)


def page(connection: Connection, vault: Vault, which: Which, before: int | None) -> list[Case]:
    """A page of a list, newest first: older than `before`; one more than a page says that there is another."""
    query = _query().where(Row.sensitive.is_(False)).order_by(Row.id.desc()).limit(PAGE + 1)
    for name, value in which.facts.items():
        query = query.where(getattr(Row, name) == value)
    if which.activity_id is not None:
        query = query.where(Row.activity_id == which.activity_id)
    if which.late is not None:
        query = query.where(*late(which.late))
    if which.waits:
        query = query.where(Row.waits.is_(True))
    if which.holder is not None:
        query = query.where(Row.holder_id == which.holder)
    if before is not None:
        query = query.where(Row.id < before)
    if not which.states:
        return _opened(connection, vault, query)
    # State by state: an index gives each in this order, of several together all would be sorted.
    found = [case for state in which.states for case in _opened(connection, vault, query.where(Row.state == state))]
    return sorted(found, key=lambda case: -case.id)[: PAGE + 1]


def late(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Whether an answer was promised before now, and nobody gave one."""
    unanswered = Row.answered_at.is_(None), Row.state.in_(life.GOING_ON), Row.sensitive.is_(False)
    return (Row.due_at < now, *unanswered)


def unread(before: datetime) -> tuple[ColumnElement[bool], ...]:
    """Whether it came before this moment and nobody has read it."""
    return Row.acknowledged_at.is_(None), Row.opened_at < before, Row.sensitive.is_(False)


def trusted(connection: Connection, vault: Vault, before: int | None, *, ended: bool = False) -> list[Case]:
    """Confidential cases, newest first, a page as of `page`. Only for who may read them."""
    states = life.ENDED if ended else life.GOING_ON
    query = _query().where(Row.sensitive, Row.state.in_(states)).order_by(Row.id.desc()).limit(PAGE + 1)
    return _opened(connection, vault, query.where(Row.id < before) if before is not None else query)


def one(connection: Connection, vault: Vault, number: int, *, sensitive: bool = False) -> Case | None:
    """The case with this number, of those that are `sensitive` or of the others."""
    query = _query().where(Row.id == number, Row.sensitive.is_(sensitive))
    return next(iter(_opened(connection, vault, query)), None)


def of_contact(
    connection: Connection,
    vault: Vault,
    contact_id: int,
    most: int | None = MOST_OF_ONE,
    *,
    sensitive: bool | None = False,
) -> list[Case]:
    """The cases of one line, newest first. `most`: None for all of them. `sensitive`: None for both sorts."""
    query = _query().where(Row.contact_id == contact_id).order_by(Row.id.desc()).limit(most)
    return _opened(connection, vault, query if sensitive is None else query.where(Row.sensitive.is_(sensitive)))


def change(connection: Connection, seen: Case, at: datetime, **changes: Any) -> bool:
    """Set `state`, `holder_id`, `waits`, `institution`… of a case as it was seen. False: it no longer is."""
    more = move(connection, seen, at, **changes)
    if more is not None:
        counts.add(connection, more)
    return more is not None


def move(connection: Connection, seen: Case, at: datetime, **changes: Any) -> Counter[Key] | None:
    """The same, for those who add to the counts themselves, later in their transaction; None: it no longer is."""
    state = changes.get("state", seen.state)
    values = {"changed_at": at, "version": seen.version + 1} | changes
    if "state" in changes:
        values["closed_at"] = at if state in life.ENDED else None
    statement = update(Row).where(Row.id == seen.id, Row.version == seen.version)
    if not connection.execute(statement.values(values)).rowcount:
        return None
    if seen.sensitive:
        return Counter()
    more = _counted(state, changes.get("holder_id", seen.holder), waits=changes.get("waits", seen.waits))
    more.subtract(_counted(seen.state, seen.holder, waits=seen.waits))
    return more


def describe(connection: Connection, vault: Vault, seen: Case, about: About, at: datetime) -> bool:
    """Say other things of a case as it was seen. False: it no longer is."""
    return change(connection, seen, at, **_of_about(vault, about))


def marks(case: Case, event: str, at: datetime) -> dict[str, Any]:
    """What an act of the staff leaves beside its state: that somebody has read it, that nobody waits any more."""
    found: dict[str, Any] = {} if case.acknowledged_at else {"acknowledged_at": at}
    if event in life.ANSWERING:
        found |= {"waits": False} | ({} if case.answered_at else {"answered_at": at})
    if life.after(case.state, event) in life.ENDED:
        found["satisfied"] = ""  # of this end nobody has said anything yet
    return found


def _of_about(vault: Vault, about: About) -> dict[str, Any]:
    return {
        "kind": about.kind,
        "title": vault.seal_text(about.title, sealing.CASE),
        "theme": about.theme,
        "region": about.region,
        "institution": about.institution,
    }


def _counted(state: str, holder: int | None, *, waits: bool) -> Counter[Key]:
    """What a case adds to the counts."""
    found: Counter[Key] = Counter({(CASES, state): 1})
    if waits:
        found[CASES, WAITING] = 1
    if state in life.GOING_ON and holder is not None:
        found[HELD, str(holder)] = 1
    return found


def _query() -> Select[*tuple[Any, ...]]:
    columns = (Row.id, Row.contact_id, Contact.phone, Row.kind, Row.title, Row.theme, Row.region, Row.institution)
    more = (Row.state, Row.holder_id, Row.waits, Row.version, Row.opened_at, Row.changed_at, Row.sensitive)
    told = (Row.anonymous, Row.acknowledged_at, Row.answered_at, Row.due_at, Row.satisfied, Row.activity_id)
    return select(*columns, *more, *told).join(Contact, Contact.id == Row.contact_id)


def _opened(connection: Connection, vault: Vault, query: Select[*tuple[Any, ...]]) -> list[Case]:
    return [
        Case(
            row.id,
            row.contact_id,
            vault.open_text(row.phone, sealing.PHONE),
            About(row.kind, vault.open_text(row.title, sealing.CASE), row.theme, row.region, row.institution),
            row.state,
            row.holder_id,
            row.waits,
            row.version,
            row.opened_at,
            row.changed_at,
            row.sensitive,
            row.anonymous,
            row.acknowledged_at,
            row.answered_at,
            row.due_at,
            row.satisfied,
            row.activity_id,
        )
        for row in connection.execute(query)
    ]
