"""Lists of people, newest first, a page at a time: a page starts where the one before ended, nothing is counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from jamakan.privacy.vault import Vault
from jamakan.store import sealing
from jamakan.store.models import Activity, Contact, Participant, Registration
from jamakan.store.registrations import ACTIVE, FACTS

PAGE = 50
AFTERWARDS = ("pvh", "disability")  # asked once somebody is registered, and computed


@dataclass(frozen=True, slots=True)
class Listed:
    """A person as lists show them, opened: `name` is "" when withheld. The caller masks what readers may not see."""

    id: int
    contact_id: int
    name: str
    phone: str
    age: str
    sex: str
    region: str
    group: str
    displacement: str
    pvh: str
    disability: str
    by_relay: bool
    language: str
    opted_out: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Filter:
    """Whom a list shows: values as registrations answer them, "" for any. `activity` is a slug."""

    age: str = ""
    sex: str = ""
    region: str = ""
    group: str = ""
    displacement: str = ""
    pvh: str = ""
    disability: str = ""
    language: str = ""
    activity: str = ""


_COLUMNS = (
    Participant.id,
    Participant.contact_id,
    Participant.name,
    Contact.phone,
    *(getattr(Participant, fact) for fact in (*FACTS, *AFTERWARDS, "by_relay")),
    Contact.language,
    Contact.opted_out,
    Participant.created_at,
)
LIVING = (Participant.erased_at.is_(None), Participant.merged_into_id.is_(None))


def page(connection: Connection, vault: Vault, wanted: Filter, before: int | None, most: int = PAGE) -> list[Listed]:
    """Those who meet the filter, the latest known first; the lowest id asks for the next page."""
    query = _query().where(*_conditions(wanted)).order_by(Participant.id.desc()).limit(most)
    return _opened(connection, vault, query if before is None else query.where(Participant.id < before))


def named(connection: Connection, vault: Vault, name_ref: str, most: int = PAGE) -> list[Listed]:
    """Those of this very name."""
    query = _query().where(Participant.name_ref == name_ref).order_by(Participant.id.desc()).limit(most)
    return _opened(connection, vault, query)


def on_line(connection: Connection, vault: Vault, contact_id: int) -> list[Listed]:
    """Those reached by this line, the first known first."""
    return _opened(connection, vault, _query().where(Participant.contact_id == contact_id).order_by(Participant.id))


def by_ids(connection: Connection, vault: Vault, ids: Sequence[int]) -> list[Listed]:
    """These people, in this order; those who are no more are left out."""
    found = {one.id: one for one in _opened(connection, vault, _query().where(Participant.id.in_(ids)))}
    return [found[number] for number in ids if number in found]


def _query() -> Select[*tuple[Any, ...]]:
    return select(*_COLUMNS).join(Contact, Contact.id == Participant.contact_id).where(*LIVING)


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        getattr(Participant, fact) == getattr(wanted, fact) for fact in (*FACTS, *AFTERWARDS) if getattr(wanted, fact)
    ]
    if wanted.language:
        found.append(Contact.language == wanted.language)
    if wanted.activity:
        seats = select(Registration.participant_id).join(Activity, Activity.id == Registration.activity_id)
        found.append(
            Participant.id.in_(seats.where(Activity.slug == wanted.activity, Registration.state.in_(ACTIVE)))
        )
    return found


def _opened(connection: Connection, vault: Vault, query: Select[*tuple[Any, ...]]) -> list[Listed]:
    return [_listed(vault, row) for row in connection.execute(query)]


def _listed(vault: Vault, row: Row[*tuple[Any, ...]]) -> Listed:
    opened = {
        "name": vault.open_text(row.name, sealing.NAME) if row.name is not None else "",
        "phone": vault.open_text(row.phone, sealing.PHONE),
    }
    return Listed(**row._asdict() | opened)
