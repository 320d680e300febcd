"""Moving a broadcast from state to state: one conditional UPDATE decides, one row says who did it and why."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, func, select, update

from jamakan.programme import broadcasts as life
from jamakan.programme.broadcasts import BroadcastError, NoBroadcast
from jamakan.sentences import said
from jamakan.store.database import Database, insert
from jamakan.store.messages import UNSETTLED
from jamakan.store.models import Broadcast, BroadcastEvent, Message


def move(
    connection: Connection,
    broadcast_id: int,
    event: str,
    *,
    by: str = "",
    reason: str = "",
    now: datetime,
    also: Mapping[str, Any] | None = None,
) -> bool:
    """Apply an event of `jamakan.programme.broadcasts`. False: its state does not allow it, or no longer.

    `by`: the person, "" when the house does it by itself. `also`: columns to change with it.
    """
    ways = life.moves(event)
    statement = (
        update(Broadcast)
        .where(Broadcast.id == broadcast_id, Broadcast.state.in_(ways))
        .values(state=case(ways, value=Broadcast.state), **_CHANGES[event](reason, now), **(also or {}))
        .returning(Broadcast.state)
    )
    state = connection.execute(statement).scalar_one_or_none()
    if state is None:
        return False
    row = {"broadcast_id": broadcast_id, "event": event, "state": state, "by": by, "reason": reason, "at": now}
    connection.execute(insert(connection, BroadcastEvent), row)
    return True


def insist(
    connection: Connection,
    broadcast_id: int,
    event: str,
    *,
    by: str,
    reason: str = "",
    now: datetime,
    also: Mapping[str, Any] | None = None,
) -> None:
    """`move` for a person, who is told why it is not possible. Raises MoveRefused, BroadcastError."""
    if not move(connection, broadcast_id, event, by=by, reason=reason, now=now, also=also):
        life.after(state_of(connection, broadcast_id), event)
        raise BroadcastError(said("somebody else moved it at the same moment: look at it again"))


def hold(connection: Connection, broadcast_id: int) -> int:
    """Keep everybody else from moving it until this transaction ends; the mark of its latest decision (0: none yet).

    Two looks with the same mark saw the same broadcast.
    """
    connection.execute(select(Broadcast.id).where(Broadcast.id == broadcast_id).with_for_update())
    return mark(connection, broadcast_id)


def mark(connection: Connection, broadcast_id: int) -> int:
    """The number of its latest decision."""
    query = select(func.max(BroadcastEvent.id)).where(BroadcastEvent.broadcast_id == broadcast_id)
    return connection.execute(query).scalar_one() or 0


def state_of(connection: Connection, broadcast_id: int) -> str:
    """Raises BroadcastError when there is no such broadcast."""
    state = connection.execute(select(Broadcast.state).where(Broadcast.id == broadcast_id)).scalar_one_or_none()
    if state is None:
        raise NoBroadcast(f"there is no broadcast {broadcast_id}: 'python3 run.py broadcasts list' shows them")
    return state


def finish_done(db: Database, now: datetime) -> int:
    """Finish the broadcasts whose messages are all written and all gone. Returns how many."""
    left = select(Message.id).where(Message.broadcast_id == Broadcast.id, Message.state.in_(UNSETTLED))
    query = select(Broadcast.id).where(Broadcast.state == life.SENDING, Broadcast.prepared_at.is_not(None))
    with db.read() as connection:
        over = connection.execute(query.where(~left.exists())).scalars().all()
    finished = 0
    for broadcast_id in over:
        with db.begin() as connection:
            # Reopened since, it is being prepared again: the look and the move are one statement's business.
            still = select(Broadcast.id).where(Broadcast.id == broadcast_id, Broadcast.prepared_at.is_not(None))
            if connection.execute(still.where(~left.exists()).with_for_update()).first():
                finished += move(connection, broadcast_id, life.FINISH, now=now)
    return finished


def _say_why(reason: str, _now: datetime) -> dict[str, Any]:
    return {"reason": reason}


def _clear(_reason: str, _now: datetime) -> dict[str, Any]:
    return {"reason": ""}


def _end(reason: str, now: datetime) -> dict[str, Any]:
    return {"reason": reason, "finished_at": now}


def _begin(_reason: str, now: datetime) -> dict[str, Any]:
    return {"reason": "", "started_at": func.coalesce(Broadcast.started_at, now)}


def _on(_reason: str, _now: datetime) -> dict[str, Any]:
    return {"finished_at": None}


def _again(_reason: str, _now: datetime) -> dict[str, Any]:
    """Go through the audience from the start. Below zero and never the same: a slice under way notices."""
    started = case((Broadcast.prepared_through < 0, Broadcast.prepared_through - 1), else_=-1)
    return {
        "reason": "",
        "prepared_through": started,
        "prepared_at": None,
        "excluded": {},
        "finished_at": None,
    }


_CHANGES: Mapping[str, Callable[[str, datetime], dict[str, Any]]] = {
    life.EDIT: _clear,
    life.SUBMIT: _say_why,
    life.APPROVE: _clear,
    life.REJECT: _say_why,
    life.START: _begin,
    life.PAUSE: _say_why,
    life.RESUME: _clear,
    life.FINISH: _end,
    life.REOPEN: _again,
    life.RESEND: _on,
    life.STOP: _end,
}
