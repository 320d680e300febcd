"""Commitments as rows."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, select, update

from jamakan.programme import commitments as life
from jamakan.store.accountability import once
from jamakan.store.database import insert
from jamakan.store.models import Activity, Case, CommitmentCase
from jamakan.store.models import Commitment as Row

PAGE = 50


@dataclass(frozen=True, slots=True)
class About:
    """What staff say of a commitment. `activity`: slug, or ""; `round`: of whose action plan it is."""

    institution: str
    asked_fr: str
    wording_fr: str
    made_on: date
    due_on: date | None = None
    asked_en: str = ""
    wording_en: str = ""
    owner: str = ""
    region: str = ""
    activity: str = ""
    round: int | None = None

    def wording(self, language: str) -> str:
        """What was promised, in the language asked for, else in French."""
        return (self.wording_en if language == "en" else "") or self.wording_fr


@dataclass(frozen=True, slots=True)
class Commitment:
    """A commitment. `changed_at`: when there was last news of it."""

    id: int
    about: About
    state: str
    version: int
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Which:
    """A list: of these states, of an institution, of a region; what is empty narrows nothing."""

    states: Collection[str] = ()
    institution: str = ""
    region: str = ""
    round: int | None = None


def add(connection: Connection, about: About, at: datetime, form: str) -> tuple[int, bool]:
    """A new commitment, open: its number, and whether it is new or was made by this very form."""
    row = _row(connection, about) | {"state": life.OPEN, "version": 0, "created_at": at, "changed_at": at}
    return once.add(connection, Row, row | {"once": form})


def page(
    connection: Connection, which: Which, *, before: int | None = None, most: int | None = PAGE + 1
) -> list[Commitment]:
    """A page of a list, newest first: one more than a page says that there is another."""
    query = _query().where(*_conditions(which)).order_by(Row.id.desc()).limit(most)
    return _read(connection, query.where(Row.id < before) if before is not None else query)


def after(connection: Connection, since: int, most: int) -> Sequence[Commitment]:
    """The next ones beyond a row, for a file."""
    return _read(connection, _query().where(Row.id > since).order_by(Row.id).limit(most))


def one(connection: Connection, number: int) -> Commitment | None:
    """The commitment with this number."""
    return next(iter(_read(connection, _query().where(Row.id == number))), None)


def shown(connection: Connection, most: int) -> list[Commitment]:
    """Those that phones list: what goes on first, by the day it is due, then what ended last."""
    going = _query().where(Row.state.in_(life.GOING_ON)).order_by(Row.due_on.is_(None), Row.due_on, Row.id)
    found = _read(connection, going.limit(most))
    ended = _query().where(Row.state.not_in(life.GOING_ON)).order_by(Row.changed_at.desc(), Row.id)
    return [*found, *_read(connection, ended.limit(most - len(found)))]


def overdue(connection: Connection, today: date) -> list[Commitment]:
    """Open ones whose day has passed."""
    return _read(connection, _query().where(Row.state == life.OPEN, Row.due_on < today))


def institutions(connection: Connection) -> list[str]:
    """Every institution that promised something."""
    return list(connection.execute(select(Row.institution).distinct().order_by(Row.institution)).scalars())


def change(connection: Connection, seen: Commitment, at: datetime, **changes: Any) -> bool:
    """Set columns of a commitment as it was seen. False: it no longer is."""
    values = {"changed_at": at, "version": seen.version + 1} | changes
    statement = update(Row).where(Row.id == seen.id, Row.version == seen.version, Row.state == seen.state)
    return connection.execute(statement.values(values)).rowcount == 1


def describe(connection: Connection, seen: Commitment, about: About, state: str, at: datetime) -> bool:
    """Say other things of a commitment as it was seen; `state`: what its day makes of it. False: it no longer is."""
    return change(connection, seen, at, state=state, **_row(connection, about))


def cases_of(connection: Connection, number: int) -> list[int]:
    """The cases it answers."""
    query = select(CommitmentCase.case_id).where(CommitmentCase.commitment_id == number)
    return list(connection.execute(query.order_by(CommitmentCase.case_id)).scalars())


def of_case(connection: Connection, case: int) -> list[Commitment]:
    """The commitments that answer a case."""
    query = _query().join(CommitmentCase, CommitmentCase.commitment_id == Row.id)
    return _read(connection, query.where(CommitmentCase.case_id == case).order_by(Row.id))


def answer_cases(connection: Connection, number: int, cases: Collection[int]) -> None:
    """It answers these cases and no others."""
    connection.execute(delete(CommitmentCase).where(CommitmentCase.commitment_id == number))
    if cases:
        rows = [{"commitment_id": number, "case_id": case} for case in sorted(set(cases))]
        connection.execute(insert(connection, CommitmentCase), rows)


def known_cases(connection: Connection, cases: Collection[int]) -> set[int]:
    """Those of these numbers that are cases one may speak of: a sensitive one is nobody's to link."""
    query = select(Case.id).where(Case.id.in_(cases), Case.sensitive.is_(False))
    return set(connection.execute(query).scalars())


def _conditions(which: Which) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if which.states:
        found.append(Row.state.in_(which.states))
    if which.institution:
        found.append(Row.institution == which.institution)
    if which.region:
        found.append(Row.region == which.region)
    if which.round is not None:
        found.append(Row.round_id == which.round)
    return found


def _query() -> Select[*tuple[Any, ...]]:
    return select(*Row.__table__.columns, Activity.slug).outerjoin(Activity, Activity.id == Row.activity_id)


def _read(connection: Connection, query: Select[*tuple[Any, ...]]) -> list[Commitment]:
    return [_commitment(row._mapping) for row in connection.execute(query)]


def _commitment(row: Any) -> Commitment:
    said = {name: row[name] for name in _SAID}
    about = About(**said, activity=row["slug"] or "", round=row["round_id"])
    return Commitment(row["id"], about, row["state"], row["version"], row["created_at"], row["changed_at"])


_SAID = (
    *("institution", "owner", "region", "asked_fr", "asked_en", "wording_fr", "wording_en"),
    *("made_on", "due_on"),
)


def _row(connection: Connection, about: About) -> dict[str, Any]:
    said = asdict(about)
    query = select(Activity.id).where(Activity.slug == about.activity)
    activity = connection.execute(query).scalar_one_or_none() if about.activity else None
    return {name: said[name] for name in _SAID} | {"activity_id": activity, "round_id": about.round}
