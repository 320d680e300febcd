"""Campaigns as rows. The UPDATE that closes one looks for the proof that people were told: no page can forget it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, delete, func, or_, select, update

from jamakan.programme import broadcasts
from jamakan.programme import campaigns as life
from jamakan.programme.plan import ANSWER
from jamakan.store.accountability import once
from jamakan.store.database import insert
from jamakan.store.messages import DELIVERED, SENT, UNREPORTED
from jamakan.store.models import Activity, Broadcast, CampaignEvent, CampaignPart, Message
from jamakan.store.models import Campaign as Row

PAGE = 50
LEFT = (SENT, DELIVERED, UNREPORTED)  # states of a message that was handed over

Part = tuple[str, str]  # kind, ref


@dataclass(frozen=True, slots=True)
class About:
    """What staff say of a campaign. `activity`: slug, or ""; `parts`: what was asked, sorted."""

    title: str
    starts_on: date
    ends_on: date
    region: str = ""
    activity: str = ""
    parts: tuple[Part, ...] = ()

    def refs(self, kind: str) -> tuple[str, ...]:
        """The parts of a kind."""
        return tuple(ref for known, ref in self.parts if known == kind)


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign. `told_by`: how people were told what came of it, "" so far. `broadcast`: prepared to tell them."""

    id: int
    about: About
    state: str
    told_by: str
    told_on: date | None
    broadcast: int | None
    version: int
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to it."""

    event: str
    by: int | None
    at: datetime


def add(connection: Connection, about: About, at: datetime, form: str) -> tuple[int, bool]:
    """A new campaign, open: its number, and whether it is new or was made by this very form."""
    row = _row(connection, about) | {
        "state": life.OPEN,
        "told_by": "",
        "told_on": None,
        "broadcast_id": None,
        "version": 0,
        "created_at": at,
        "changed_at": at,
        "closed_at": None,
        "once": form,
    }
    number, fresh = once.add(connection, Row, row)
    if fresh:
        _write_parts(connection, number, about.parts)
    return number, fresh


def page(connection: Connection, states: Collection[str] = (), before: int | None = None) -> list[Campaign]:
    """A page, the latest first; one more than a page says that there is another."""
    query = _query().order_by(Row.id.desc()).limit(PAGE + 1)
    if states:
        query = query.where(Row.state.in_(states))
    return _read(connection, query.where(Row.id < before) if before is not None else query)


def one(connection: Connection, number: int) -> Campaign | None:
    """The campaign with this number."""
    return next(iter(_read(connection, _query().where(Row.id == number))), None)


def describe(connection: Connection, seen: Campaign, about: About, at: datetime) -> bool:
    """Say other things of an open campaign as it was seen. False: it no longer is."""
    if not change(connection, seen, at, **_row(connection, about)):
        return False
    connection.execute(delete(CampaignPart).where(CampaignPart.campaign_id == seen.id))
    _write_parts(connection, seen.id, about.parts)
    return True


def change(connection: Connection, seen: Campaign, at: datetime, **changes: Any) -> bool:
    """Set columns of a campaign as it was seen, in the state it was seen in. False: it no longer is."""
    statement = _of(seen).values({"changed_at": at, "version": seen.version + 1} | changes)
    return connection.execute(statement).rowcount == 1


def close(connection: Connection, seen: Campaign, at: datetime, today: date) -> bool:
    """Close it, if people were told. False: they were not, or it is not as it was seen.

    Told is: said aloud on a day staff wrote down, or by its broadcast once it is done and at least one of its
    messages was handed over.
    """
    by_message = and_(Row.told_by == "", _was_sent())
    statement = _of(seen).where(or_(Row.told_by.in_(life.ALOUD), by_message))
    closed = {
        "state": life.CLOSED,
        "told_by": case((Row.told_by == "", life.BROADCAST), else_=Row.told_by),
        "told_on": func.coalesce(Row.told_on, today),
        "closed_at": at,
        "changed_at": at,
        "version": seen.version + 1,
    }
    return connection.execute(statement.values(closed)).rowcount == 1


def was_sent(connection: Connection, number: int) -> bool:
    """Whether the broadcast prepared for it reached people."""
    return connection.execute(select(Row.id).where(Row.id == number, _was_sent())).first() is not None


def tell(connection: Connection, number: int, event: str, state: str, by: int | None, at: datetime) -> None:
    """Add to its history."""
    row = {"campaign_id": number, "event": event, "state": state, "by_id": by, "at": at}
    connection.execute(insert(connection, CampaignEvent), row)


def history(connection: Connection, number: int) -> list[Event]:
    """All that happened to it, oldest first."""
    query = select(CampaignEvent.event, CampaignEvent.by_id, CampaignEvent.at)
    rows = connection.execute(query.where(CampaignEvent.campaign_id == number).order_by(CampaignEvent.id))
    return [Event(*row) for row in rows]


def waiting(connection: Connection, today: date) -> int:
    """How many are over in time and still owe people an answer."""
    query = select(func.count()).select_from(Row).where(Row.state == life.OPEN, Row.ends_on < today)
    return connection.execute(query).scalar_one()


def _of(seen: Campaign) -> Any:
    return update(Row).where(Row.id == seen.id, Row.version == seen.version, Row.state == seen.state)


def _was_sent() -> ColumnElement[bool]:
    done = Broadcast.kind == ANSWER, Broadcast.state == broadcasts.DONE
    sent = select(Message.id).where(Message.broadcast_id == Broadcast.id, Message.state.in_(LEFT))
    return select(Broadcast.id).where(Broadcast.id == Row.broadcast_id, *done, sent.exists()).exists()


def _row(connection: Connection, about: About) -> dict[str, Any]:
    query = select(Activity.id).where(Activity.slug == about.activity)
    return {
        "title": about.title,
        "region": about.region,
        "activity_id": connection.execute(query).scalar_one_or_none() if about.activity else None,
        "starts_on": about.starts_on,
        "ends_on": about.ends_on,
    }


def _write_parts(connection: Connection, number: int, parts: Sequence[Part]) -> None:
    rows = [{"campaign_id": number, "kind": kind, "ref": ref} for kind, ref in parts]
    if rows:
        connection.execute(insert(connection, CampaignPart), rows)


def _query() -> Select[*tuple[Any, ...]]:
    return select(*Row.__table__.columns, Activity.slug).outerjoin(Activity, Activity.id == Row.activity_id)


def _read(connection: Connection, query: Select[*tuple[Any, ...]]) -> list[Campaign]:
    rows = connection.execute(query).all()
    parts: dict[int, list[Part]] = {row.id: [] for row in rows}
    found = select(CampaignPart.campaign_id, CampaignPart.kind, CampaignPart.ref)
    ordered = found.order_by(CampaignPart.kind, CampaignPart.ref)
    for number, kind, ref in connection.execute(ordered.where(CampaignPart.campaign_id.in_(parts))):
        parts[number].append((kind, ref))
    return [
        Campaign(
            row.id,
            About(row.title, row.starts_on, row.ends_on, row.region, row.slug or "", tuple(parts[row.id])),
            row.state,
            row.told_by,
            row.told_on,
            row.broadcast_id,
            row.version,
            row.closed_at,
        )
        for row in rows
    ]
