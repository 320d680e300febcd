"""Broadcasts as rows: made, changed, found, and the trail of what was decided about them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, select, update

from jamakan.programme import broadcasts as life
from jamakan.programme.audience import Audience
from jamakan.programme.broadcasts import BroadcastError, NoBroadcast
from jamakan.programme.plan import Broadcast, Plan
from jamakan.store import models
from jamakan.store.database import insert
from jamakan.store.models import Activity, BroadcastEvent, BroadcastText

Trail = Row[str, str, str, str, datetime]
"""One decision: event, state after it, by whom, why, when."""

SAME = (
    "kind",
    "name",
    "survey",
    "starts_at",
    "expires_at",
    "sends_from",
    "sends_until",
    "channel",
    "fallback",
    "cap_micros",
)


def add(connection: Connection, plan: Plan, *, dedupe: str, by: str, now: datetime) -> int | None:
    """The id of a new draft; None when one was made with the same `dedupe` before. Raises BroadcastError."""
    row = _row(connection, plan) | {"dedupe_key": dedupe, "state": life.DRAFT, "created_by": by, "created_at": now}
    statement = insert(connection, models.Broadcast).on_conflict_do_nothing(index_elements=["dedupe_key"])
    broadcast_id = connection.execute(statement.returning(models.Broadcast.id), row).scalar_one_or_none()
    if broadcast_id is not None:
        _write_texts(connection, broadcast_id, plan)
    return broadcast_id


def change(connection: Connection, broadcast_id: int, plan: Plan) -> None:
    """Give a draft another plan. Raises BroadcastError."""
    statement = update(models.Broadcast).where(models.Broadcast.id == broadcast_id)
    connection.execute(statement.values(_row(connection, plan)))
    connection.execute(delete(BroadcastText).where(BroadcastText.broadcast_id == broadcast_id))
    _write_texts(connection, broadcast_id, plan)


def find(connection: Connection, broadcast_id: int) -> Broadcast:
    """Raises BroadcastError when there is none."""
    found = _read(connection, _query().where(models.Broadcast.id == broadcast_id))
    if not found:
        raise NoBroadcast(f"there is no broadcast {broadcast_id}: 'python3 run.py broadcasts list' shows them")
    return found[0]


def find_by(connection: Connection, dedupe: str) -> Broadcast:
    """The broadcast made with this key. Raises BroadcastError."""
    found = _read(connection, _query().where(models.Broadcast.dedupe_key == dedupe))
    if not found:
        raise BroadcastError(f"there is no broadcast made as {dedupe!r}")
    return found[0]


def latest(
    connection: Connection, states: Sequence[str], most: int, *, before: int | None = None, activity: str = ""
) -> list[Broadcast]:
    """Broadcasts in these states, or in any, newest first; made before that one, about that activity."""
    query = _query().order_by(models.Broadcast.id.desc()).limit(most)
    if states:
        query = query.where(models.Broadcast.state.in_(states))
    if before is not None:
        query = query.where(models.Broadcast.id < before)
    if activity:
        query = query.where(Activity.slug == activity)
    return _read(connection, query)


def due(connection: Connection, now: datetime) -> list[Broadcast]:
    """Those to be started, the longest awaited first. Their hours are another question."""
    query = _query().where(models.Broadcast.state == life.SCHEDULED, models.Broadcast.starts_at <= now)
    return _read(connection, query.order_by(models.Broadcast.starts_at, models.Broadcast.id))


def unprepared(connection: Connection) -> list[Broadcast]:
    """Those being sent whose messages are not all written."""
    query = _query().where(models.Broadcast.state == life.SENDING, models.Broadcast.prepared_at.is_(None))
    return _read(connection, query.order_by(models.Broadcast.id))


def trail(connection: Connection, broadcast_id: int) -> Sequence[Trail]:
    """Who did what when, oldest first."""
    query = select(BroadcastEvent.event, BroadcastEvent.state, BroadcastEvent.by, BroadcastEvent.reason)
    of_it = query.add_columns(BroadcastEvent.at).where(BroadcastEvent.broadcast_id == broadcast_id)
    return connection.execute(of_it.order_by(BroadcastEvent.id)).all()


def authors(connection: Connection, broadcast_id: int) -> set[str]:
    """Everybody who had a hand in its words or its recipients."""
    wrote = BroadcastEvent.broadcast_id == broadcast_id, BroadcastEvent.event.in_(life.AUTHORING)
    created = select(models.Broadcast.created_by).where(models.Broadcast.id == broadcast_id)
    return set(connection.execute(select(BroadcastEvent.by).where(*wrote).union(created)).scalars())


def _row(connection: Connection, plan: Plan) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in SAME} | {
        "activity_id": _activity_id(connection, plan.activity),
        "audience": plan.audience.to_json(),
    }


def _activity_id(connection: Connection, slug: str) -> int | None:
    if not slug:
        return None
    found = connection.execute(select(Activity.id).where(Activity.slug == slug)).scalar_one_or_none()
    if found is None:
        raise BroadcastError(f"there is no activity {slug!r}: 'python3 run.py activities' lists them")
    return found


def _write_texts(connection: Connection, broadcast_id: int, plan: Plan) -> None:
    words = [{"broadcast_id": broadcast_id, "language": key, "body": body} for key, body in plan.texts.items()]
    connection.execute(insert(connection, BroadcastText), words)


def _query() -> Select[*tuple[Any, ...]]:
    table = models.Broadcast.__table__
    return select(*table.columns, Activity.slug).outerjoin(Activity, Activity.id == models.Broadcast.activity_id)


def _read(connection: Connection, query: Select[*tuple[Any, ...]]) -> list[Broadcast]:
    rows = connection.execute(query).all()
    texts: dict[int, dict[str, str]] = {row.id: {} for row in rows}
    words = select(BroadcastText.broadcast_id, BroadcastText.language, BroadcastText.body)
    french_first = BroadcastText.language != "fr", BroadcastText.language
    for text in connection.execute(words.where(BroadcastText.broadcast_id.in_(texts)).order_by(*french_first)):
        texts[text.broadcast_id][text.language] = text.body
    return [_broadcast(row, texts[row.id]) for row in rows]


def _broadcast(row: Row[*tuple[Any, ...]], texts: dict[str, str]) -> Broadcast:
    plan = Plan(
        texts=texts,
        audience=Audience.from_json(row.audience),
        activity=row.slug or "",
        **{name: getattr(row, name) for name in SAME},
    )
    return Broadcast(
        id=row.id,
        plan=plan,
        activity_id=row.activity_id,
        state=row.state,
        reason=row.reason,
        created_at=row.created_at,
        created_by=row.created_by,
        approved_by=row.approved_by,
        approved_lines=row.approved_lines,
        started_at=row.started_at,
        finished_at=row.finished_at,
        spent_micros=row.spent_micros,
        prepared_through=row.prepared_through,
        prepared_at=row.prepared_at,
        excluded=row.excluded,
    )
