"""Erasures asked for by phone, until they are done."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select, update

from jamakan.store.messages import UNSETTLED
from jamakan.store.models import ErasureRequest, Message

AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Request:
    """One wish to be erased. `participant_id`: who, on a line that several share; None is the whole line."""

    id: int
    contact_id: int
    participant_id: int | None
    asked_at: datetime


def waiting(connection: Connection, patience: datetime) -> list[Request]:
    """Those whose last message has left, or who asked before `patience`."""
    query = (
        select(ErasureRequest.id, ErasureRequest.contact_id, ErasureRequest.participant_id, ErasureRequest.asked_at)
        .outerjoin(Message, Message.dedupe_key == ErasureRequest.farewell)
        .where(ErasureRequest.done_at.is_(None))
        .where(or_(Message.state.not_in(UNSETTLED), ErasureRequest.asked_at <= patience))
        .order_by(ErasureRequest.id)
        .limit(AT_ONCE)
    )
    return [Request(*row) for row in connection.execute(query)]


def take(connection: Connection, request_id: int, now: datetime) -> bool:
    """Mark one as done, in the transaction that does it. False: another one did."""
    one = update(ErasureRequest).where(ErasureRequest.id == request_id, ErasureRequest.done_at.is_(None))
    return connection.execute(one.values(done_at=now)).rowcount == 1
