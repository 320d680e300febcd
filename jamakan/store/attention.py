"""What needs a person now, from partial indexes and kept counts: a look costs the same however much there is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from jamakan.programme import broadcasts, inbox
from jamakan.programme.cases import RECEIVED as RECEIVED_CASE
from jamakan.store import channel_states
from jamakan.store.channel_states import Stopped
from jamakan.store.database import constant
from jamakan.store.inbox import cases, counts
from jamakan.store.inbox.counts import CASES, MINE, RECEIVED, STATE, WAITING
from jamakan.store.messages import SENDING, UNCERTAIN
from jamakan.store.models import Broadcast, Case, Message, Quarantined

MANY = 1000  # nobody needs to know how many more
STUCK = timedelta(seconds=120)  # twice what the sweeper waits


@dataclass(frozen=True, slots=True)
class Attention:
    """How many of each; `uncertain`, `stuck`, `quarantined` and cases late or unread are `MANY` when as many or more.

    `mine`: open messages of whoever looks. `received`: SMS that came in today.
    """

    uncertain: int
    stuck: int
    quarantined: int
    messages: int
    mine: int
    cases: int
    late_cases: int
    unread_cases: int
    sensitive: int
    approvals: int
    received: int
    stopped: Mapping[str, Stopped]


def look(connection: Connection, account_id: int, now: datetime, read_within: timedelta) -> Attention:
    """As it is now, for this account. `read_within`: how soon somebody is to read what people report."""
    today = now.date().isoformat()
    keys = ((STATE, inbox.OPEN), (MINE, str(account_id)), (CASES, WAITING), (RECEIVED, today))
    kept = counts.of(connection, keys)
    overdue = (Message.state == constant(SENDING), Message.attempted_at < now - STUCK)
    return Attention(
        uncertain=_up_to_many(connection, Message.id, Message.state == constant(UNCERTAIN)),
        stuck=_up_to_many(connection, Message.id, *overdue),
        quarantined=_up_to_many(connection, Quarantined.id),
        messages=kept[STATE, inbox.OPEN],
        mine=kept[MINE, str(account_id)],
        cases=kept[CASES, WAITING],
        late_cases=late_cases(connection, now),
        unread_cases=_up_to_many(connection, Case.id, *cases.unread(now - read_within)),
        sensitive=_up_to_many(connection, Case.id, Case.sensitive.is_(True), Case.state == RECEIVED_CASE),
        approvals=_up_to_many(connection, Broadcast.id, Broadcast.state == broadcasts.WAITING),
        received=kept[RECEIVED, today],
        stopped=channel_states.stopped(connection),
    )


def late_cases(connection: Connection, now: datetime) -> int:
    """Cases promised an answer by a day that is over, without one."""
    return _up_to_many(connection, Case.id, *cases.late(now))


def _up_to_many(connection: Connection, column: Any, *conditions: ColumnElement[bool]) -> int:
    some = select(column).where(*conditions).limit(MANY).subquery()
    return connection.execute(select(func.count()).select_from(some)).scalar_one()
