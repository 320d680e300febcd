"""Cases as rows: one conditional UPDATE decides, one row says what happened, the counts follow."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select, update

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


@dataclass(frozen=True, slots=True)
class Which:
    """A list: those that wait for an answer, of these states, of whoever sees to them; of all that are given."""

    waits: bool = False
    states: Collection[str] = ()
    holder: int | None = None


def add(connection: Connection, vault: Vault, contact_id: int, about: About, by: int, at: datetime) -> int:
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
    }
    number = connection.execute(insert(connection, Row).returning(Row.id), row).scalar_one()
    counts.add(connection, _counted(life.READ, by, waits=True))
    return number


def page(connection: Connection, vault: Vault, which: Which, before: int | None) -> list[Case]:
    """A page of a list, newest first: older than `before`; one more than a page says that there is another."""
    query = _query().order_by(Row.id.desc()).limit(PAGE + 1)
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


def one(connection: Connection, vault: Vault, number: int) -> Case | None:
    """The case with this number."""
    return next(iter(_opened(connection, vault, _query().where(Row.id == number))), None)


def of_contact(connection: Connection, vault: Vault, contact_id: int, most: int | None = MOST_OF_ONE) -> list[Case]:
    """The cases of one line, newest first. `most`: None for all of them."""
    query = _query().where(Row.contact_id == contact_id).order_by(Row.id.desc()).limit(most)
    return _opened(connection, vault, query)


def change(connection: Connection, seen: Case, at: datetime, **changes: Any) -> bool:
    """Set `state`, `holder_id`, `waits`, `institution` of a case as it was seen. False: it no longer is."""
    state = changes.get("state", seen.state)
    values = {"changed_at": at, "version": seen.version + 1} | changes
    if "state" in changes:
        values["closed_at"] = at if state in life.ENDED else None
    statement = update(Row).where(Row.id == seen.id, Row.version == seen.version)
    if not connection.execute(statement.values(values)).rowcount:
        return False
    more = _counted(state, changes.get("holder_id", seen.holder), waits=changes.get("waits", seen.waits))
    more.subtract(_counted(seen.state, seen.holder, waits=seen.waits))
    counts.add(connection, more)
    return True


def describe(connection: Connection, vault: Vault, seen: Case, about: About, at: datetime) -> bool:
    """Say other things of a case as it was seen. False: it no longer is."""
    return change(connection, seen, at, **_of_about(vault, about))


def relieved(case: Case, event: str) -> dict[str, bool]:
    """What an event does to the waiting: nobody waits any more, or all is as it was."""
    return {"waits": False} if case.waits and event in life.ANSWERING else {}


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
    more = (Row.state, Row.holder_id, Row.waits, Row.version, Row.opened_at, Row.changed_at)
    return select(*columns, *more).join(Contact, Contact.id == Row.contact_id)


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
        )
        for row in connection.execute(query)
    ]
