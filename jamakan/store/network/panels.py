"""Panels as rows: kept, moved, and who is asked next.

Rotation: whoever was asked longest ago comes first, nobody twice in a row, nobody more than so often a quarter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, select, update

from jamakan.store.database import insert
from jamakan.store.models import (
    Contact,
    Dialogue,
    Member,
    Panel,
    PanelAsk,
    PanelWave,
    Participant,
)
from jamakan.store.network.members import MEMBER

ACTIVE, PAUSED = "active", "paused"
QUARTER = timedelta(days=91)
SPARE = 4  # members looked at for one who is asked: some share a line, which gets one message
FACTS = ("region", "sex", "age")


@dataclass(frozen=True, slots=True)
class Terms:
    """What a panel is. `every_days` between waves, `most` members a wave; "" for a fact is anybody."""

    name: str
    survey: str
    every_days: int
    most: int
    region: str = ""
    sex: str = ""
    age: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A panel as it stands. `waves`: how many there were; `reason`: why it was paused by itself, or ""."""

    id: int
    terms: Terms
    state: str
    author: str
    next_at: datetime
    waves: int
    reason: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A member to ask. `phone` is sealed."""

    participant_id: int
    contact_id: int
    phone: bytes
    language: str


@dataclass(frozen=True, slots=True)
class Wave:
    """A wave as its page shows it. `answered`: of the lines asked, those that began or went on since."""

    id: int
    number: int
    at: datetime
    broadcast_id: int | None
    asked: int
    answered: int


def add(
    connection: Connection, token: str, terms: Terms, author: str, first_at: datetime, now: datetime
) -> int | None:
    """Keep a panel; its number. None: the same form was sent before."""
    row: dict[str, Any] = {name: getattr(terms, name) for name in Terms.__slots__}
    row |= {"token": token, "author": author, "created_at": now, "next_at": first_at, "state": ACTIVE}
    row |= {"waves": 0, "reason": ""}
    statement = insert(connection, Panel).on_conflict_do_nothing(index_elements=["token"]).returning(Panel.id)
    return connection.execute(statement, row).scalar()


def find(connection: Connection, panel_id: int) -> Kept | None:
    """The panel of this number."""
    found = _kept(connection, _panels().where(Panel.id == panel_id))
    return found[0] if found else None


def every(connection: Connection) -> list[Kept]:
    """All of them, the latest first."""
    return _kept(connection, _panels().order_by(Panel.id.desc()))


def due(connection: Connection, now: datetime) -> list[Kept]:
    """The active ones whose next wave should leave."""
    query = _panels().where(Panel.state == ACTIVE, Panel.next_at <= now)
    return _kept(connection, query.order_by(Panel.next_at, Panel.id))


def move(connection: Connection, panel_id: int, before: str, after: str, reason: str = "") -> bool:
    """Pause a panel, or have it go on. False: it was not in that state."""
    one = update(Panel).where(Panel.id == panel_id, Panel.state == before)
    return connection.execute(one.values(state=after, reason=reason)).rowcount == 1


def take(connection: Connection, panel: Kept, next_at: datetime, now: datetime) -> int | None:
    """Begin a panel's next wave; its number as a row. None: another worker did."""
    one = update(Panel).where(Panel.id == panel.id, Panel.next_at == panel.next_at, Panel.state == ACTIVE)
    if not connection.execute(one.values(next_at=next_at, waves=Panel.waves + 1)).rowcount:
        return None
    row = {"panel_id": panel.id, "number": panel.waves + 1, "broadcast_id": None, "at": now}
    return connection.execute(insert(connection, PanelWave).returning(PanelWave.id), row).scalar_one()


def eligible(connection: Connection, panel: Kept, a_quarter: int, now: datetime) -> list[Asked]:
    """Whom the next wave asks, one a line. `a_quarter`: the most surveys a member is asked in 91 days."""
    lately = select(func.count()).where(PanelAsk.participant_id == Member.participant_id, PanelAsk.at > now - QUARTER)
    last = select(func.max(PanelAsk.at)).where(PanelAsk.participant_id == Member.participant_id).scalar_subquery()
    query = (
        select(Member.participant_id, Member.contact_id, Contact.phone, Contact.language)
        .join(Contact, Contact.id == Member.contact_id)
        .join(Participant, Participant.id == Member.participant_id)
        .where(Member.state == MEMBER, Contact.opted_out.is_(False), Contact.erased_at.is_(None))
        .where(lately.scalar_subquery() < a_quarter, ~_in_last_wave(panel), *_of(panel.terms))
        .order_by(last.is_not(None), last, Member.participant_id)
        .limit(panel.terms.most * SPARE)
    )
    found: dict[int, Asked] = {}
    for row in connection.execute(query):
        found.setdefault(row.contact_id, Asked(*row))
    return list(found.values())[: panel.terms.most]


def ask(connection: Connection, wave_id: int, people: Sequence[Asked], now: datetime) -> None:
    """Keep who is asked in a wave."""
    rows = [
        {"wave_id": wave_id, "participant_id": one.participant_id, "contact_id": one.contact_id, "at": now}
        for one in people
    ]
    if rows:
        connection.execute(insert(connection, PanelAsk).on_conflict_do_nothing(), rows)


def unsent(connection: Connection, since: datetime) -> list[tuple[int, Kept]]:
    """The waves begun whose broadcast is not there: their worker died, or Redis was away."""
    anybody = exists().where(PanelAsk.wave_id == PanelWave.id)
    query = select(PanelWave.id, PanelWave.panel_id).where(
        PanelWave.broadcast_id.is_(None), PanelWave.at > since, anybody
    )
    waves = connection.execute(query.order_by(PanelWave.id)).all()
    return [(row.id, panel) for row in waves if (panel := find(connection, row.panel_id)) is not None]


def asked(connection: Connection, wave_id: int) -> list[Asked]:
    """Who is asked in a wave and may still be written to."""
    query = (
        select(PanelAsk.participant_id, PanelAsk.contact_id, Contact.phone, Contact.language)
        .join(Contact, Contact.id == PanelAsk.contact_id)
        .join(Member, Member.participant_id == PanelAsk.participant_id)
        .where(PanelAsk.wave_id == wave_id, Member.state == MEMBER, Contact.erased_at.is_(None))
    )
    return [Asked(*row) for row in connection.execute(query.order_by(PanelAsk.participant_id))]


def sent(connection: Connection, wave_id: int, broadcast_id: int) -> None:
    """A wave has its broadcast."""
    connection.execute(update(PanelWave).where(PanelWave.id == wave_id).values(broadcast_id=broadcast_id))


def waves(connection: Connection, panel: Kept, most: int = 50) -> list[Wave]:
    """The latest waves of a panel, with who answered."""
    began = exists().where(
        Dialogue.contact_id == PanelAsk.contact_id,
        Dialogue.flow == panel.terms.survey,
        Dialogue.last_at >= PanelAsk.at,
    )
    query = (
        select(PanelWave.id, PanelWave.number, PanelWave.at, PanelWave.broadcast_id)
        .add_columns(func.count(PanelAsk.participant_id), func.count(PanelAsk.participant_id).filter(began))
        .outerjoin(PanelAsk, PanelAsk.wave_id == PanelWave.id)
        .where(PanelWave.panel_id == panel.id)
        .group_by(PanelWave.id)
        .order_by(PanelWave.number.desc())
        .limit(most)
    )
    return [Wave(*row) for row in connection.execute(query)]


def _panels() -> Select[*tuple[Any, ...]]:
    return select(*(getattr(Panel, name) for name in Terms.__slots__)).add_columns(
        Panel.id, Panel.state, Panel.author, Panel.next_at, Panel.waves, Panel.reason
    )


def _kept(connection: Connection, query: Select[*tuple[Any, ...]]) -> list[Kept]:
    return [
        Kept(row.id, Terms(*row[: len(Terms.__slots__)]), row.state, row.author, row.next_at, row.waves, row.reason)
        for row in connection.execute(query)
    ]


def _in_last_wave(panel: Kept) -> ColumnElement[bool]:
    last = select(PanelWave.id).where(PanelWave.panel_id == panel.id, PanelWave.number == panel.waves)
    return exists().where(
        PanelAsk.participant_id == Member.participant_id, PanelAsk.wave_id == last.scalar_subquery()
    )


def _of(terms: Terms) -> list[ColumnElement[bool]]:
    return [getattr(Participant, fact) == value for fact in FACTS if (value := getattr(terms, fact))]
