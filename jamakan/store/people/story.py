"""What happened on some lines, as rows: each function gives the latest of one kind, newest first, opened."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import Connection, Select, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from jamakan.privacy.vault import Vault
from jamakan.store import sealing
from jamakan.store.models import (
    Activity,
    Answer,
    Attendance,
    Case,
    Consent,
    Contact,
    Dialogue,
    FlowVersion,
    Message,
    OptChange,
    Registration,
)


class Place(NamedTuple):
    """Where a moment stands in a story: of two at one instant the kind decides, then the number."""

    at: datetime
    kind: str
    id: int


@dataclass(frozen=True, slots=True)
class Span:
    """Which lines, before what, at most how many of a kind. `participant_id`: only this person's seats."""

    contact_ids: Collection[int]
    participant_id: int | None
    before: Place
    most: int


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat asked for, and what became of it; `days` lists those they came on."""

    kind: ClassVar[str] = "seat"
    at: datetime
    id: int
    activity: str  # slug
    region: str
    place: str
    starts_at: datetime
    state: str
    code: str
    changed_at: datetime
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sms:
    """A message in or out. `understood` is false when no flow took it."""

    kind: ClassVar[str] = "message"
    at: datetime
    id: int
    direction: str
    body: str
    state: str
    reason: str
    purpose: str
    understood: bool


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it is kept: `value` opened when it was sealed."""

    step: str
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A dialogue with the answers that stand."""

    kind: ClassVar[str] = "conversation"
    at: datetime
    id: int
    flow: str
    version: str
    surface: str  # ussd or sms
    outcome: str
    answers: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A case somebody of the staff opened."""

    kind: ClassVar[str] = "case"
    at: datetime
    id: int
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """Consent given to a text."""

    kind: ClassVar[str] = "consent"
    at: datetime
    id: int
    text_version: str
    language: str
    surface: str


@dataclass(frozen=True, slots=True)
class Opting:
    """Messages refused, or wanted again. `source`: the channel whose carrier said so, "" for the person."""

    kind: ClassVar[str] = "opting"
    at: datetime
    id: int
    opted_out: bool
    source: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first time a line was heard of."""

    kind: ClassVar[str] = "beginning"
    at: datetime
    id: int
    channel: str


def seats(connection: Connection, span: Span) -> list[Seat]:
    """Of the person when one is named, else of everybody on the lines."""
    whose = (
        Registration.participant_id == span.participant_id
        if span.participant_id is not None
        else Registration.contact_id.in_(span.contact_ids)
    )
    query = (
        select(Registration.requested_at.label("at"), Registration.id)
        .add_columns(Activity.slug.label("activity"), Activity.region, Activity.place)
        .add_columns(Activity.starts_at, Registration.state, Registration.code, Registration.changed_at)
        .join(Activity, Activity.id == Registration.activity_id)
        .where(whose)
    )
    rows = connection.execute(_latest(query, Seat, Registration.requested_at, Registration.id, span)).all()
    days: dict[int, list[int]] = {}
    present = select(Attendance.registration_id, Attendance.day).order_by(Attendance.day)
    present = present.where(Attendance.registration_id.in_([row.id for row in rows]))
    for registration, day in connection.execute(present):
        days.setdefault(registration, []).append(day)
    return [Seat(**row._asdict(), days=tuple(days.get(row.id, ()))) for row in rows]


def messages(connection: Connection, vault: Vault, span: Span) -> list[Sms]:
    """SMS in and out."""
    query = select(Message.created_at, Message.id, Message.direction, Message.body, Message.state, Message.reason)
    query = query.add_columns(Message.purpose, Message.understood).where(Message.contact_id.in_(span.contact_ids))
    return [
        Sms(at, number, direction, vault.open_text(body, sealing.BODY), *rest)
        for at, number, direction, body, *rest in connection.execute(
            _latest(query, Sms, Message.created_at, Message.id, span)
        )
    ]


def dialogues(connection: Connection, vault: Vault, span: Span) -> list[Talk]:
    """Dialogues with their answers."""
    query = select(Dialogue.started_at.label("at"), Dialogue.id, Dialogue.flow, Dialogue.version, Dialogue.outcome)
    query = query.add_columns(Dialogue.kind.label("surface")).where(Dialogue.contact_id.in_(span.contact_ids))
    query = query.where(Dialogue.key.not_in(_hidden(Case.dialogue_key)))
    rows = connection.execute(_latest(query, Talk, Dialogue.started_at, Dialogue.id, span)).all()
    given = _answers(connection, vault, [row.id for row in rows])
    return [Talk(**row._asdict(), answers=tuple(given.get(row.id, ()))) for row in rows]


def _hidden(column: InstrumentedAttribute[Any]) -> Select[Any]:
    """Of the cases whose people are nobody's to know: those told in confidence, and those without a name."""
    return select(column).where(column.is_not(None), or_(Case.sensitive, Case.anonymous))


def cases(connection: Connection, vault: Vault, span: Span) -> list[Opened]:
    """Cases about what was said on these lines."""
    shown = Case.sensitive.is_(False), Case.anonymous.is_(False)
    query = select(Case.opened_at, Case.id, Case.title, Case.state)
    query = query.where(Case.contact_id.in_(span.contact_ids), *shown)
    return [
        Opened(at, number, vault.open_text(title, sealing.CASE), state)
        for at, number, title, state in connection.execute(_latest(query, Opened, Case.opened_at, Case.id, span))
    ]


def agreements(connection: Connection, span: Span) -> list[Agreement]:
    """Consents."""
    query = select(Consent.given_at, Consent.id, Consent.text_version, Consent.language, Consent.kind)
    query = query.where(Consent.contact_id.in_(span.contact_ids))
    return [
        Agreement(*row) for row in connection.execute(_latest(query, Agreement, Consent.given_at, Consent.id, span))
    ]


def optings(connection: Connection, span: Span) -> list[Opting]:
    """STOP and REPRENDRE."""
    query = select(OptChange.at, OptChange.id, OptChange.opted_out, OptChange.source)
    query = query.where(OptChange.contact_id.in_(span.contact_ids))
    return [Opting(*row) for row in connection.execute(_latest(query, Opting, OptChange.at, OptChange.id, span))]


def beginnings(connection: Connection, span: Span) -> list[Beginning]:
    """When each line was first heard of."""
    query = select(Contact.first_seen_at, Contact.id, Contact.channel).where(Contact.id.in_(span.contact_ids))
    return [
        Beginning(*row)
        for row in connection.execute(_latest(query, Beginning, Contact.first_seen_at, Contact.id, span))
    ]


def sources(connection: Connection, versions: Collection[str]) -> dict[str, tuple[str, str]]:
    """Flow name and YAML of these versions."""
    query = select(FlowVersion.version, FlowVersion.flow, FlowVersion.source)
    rows = connection.execute(query.where(FlowVersion.version.in_(versions)))
    return {version: (flow, source) for version, flow, source in rows}


def _answers(connection: Connection, vault: Vault, dialogue_ids: list[int]) -> dict[int, list[Given]]:
    query = select(Answer.dialogue_id, Answer.step, Answer.kind, Answer.value, Answer.sealed)
    query = query.where(Answer.dialogue_id.in_(dialogue_ids), Answer.withdrawn_seq < Answer.seq).order_by(Answer.seq)
    found: dict[int, list[Given]] = {}
    for dialogue, step, kind, value, sealed in connection.execute(query):
        opened = vault.open_text(sealed, sealing.ANSWER) if sealed is not None else value
        found.setdefault(dialogue, []).append(Given(step, kind, opened))
    return found


def _latest(
    query: Select[*tuple[Any, ...]], moments: type[Any], at: Any, number: Any, span: Span
) -> Select[*tuple[Any, ...]]:
    before = span.before
    earlier = at < before.at
    if moments.kind < before.kind:
        earlier = at <= before.at
    elif moments.kind == before.kind:
        earlier = or_(earlier, and_(at == before.at, number < before.id))
    return query.where(earlier).order_by(at.desc(), number.desc()).limit(span.most)
