"""How the work in SQL stands, in a few queries that partial indexes answer: for `doctor` and for /metrics."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.exc import ProgrammingError

from jamakan.programme import broadcasts as life
from jamakan.store import channel_states, house_rules, schedule, spending
from jamakan.store.channel_states import Stopped
from jamakan.store.database import Database, DatabaseAway, constant
from jamakan.store.messages import BROADCAST, PRIORITY, QUEUED, SENDING, UNCERTAIN
from jamakan.store.models import Broadcast, Message, Quarantined
from jamakan.store.schedule import Times
from jamakan.store.spending import Cost

STUCK = timedelta(seconds=120)  # twice what the sweeper waits
PURPOSES = {rank: purpose for purpose, rank in PRIORITY.items()}


@dataclass(frozen=True, slots=True)
class Due:
    """Messages that may leave now: how many, and since when the oldest one may."""

    count: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What waits and what it costs. `due` is by purpose, `stopped` by channel, `duties` by name.

    `spent`: this month, by channel and under `spending.TOTAL`. `stuck`: attempts without an outcome for longer than
    they should take. `rules`: what staff decided, for `jamakan.house_rules.reading.merged`.
    """

    due: Mapping[str, Due]
    later: int
    sending: int
    stuck: int
    uncertain: int
    quarantined: int
    stopped: Mapping[str, Stopped]
    spent: Mapping[str, Cost]
    duties: Mapping[str, Times]
    rules: tuple[tuple[str, str], ...]


def read(db: Database, zone: ZoneInfo) -> Figures | None:
    """The figures of now; None when SQL is away or has not the tables of this version."""
    try:
        with db.read() as connection:
            return look(connection, datetime.now(UTC), zone)
    except (DatabaseAway, ProgrammingError):
        return None


def look(connection: Connection, now: datetime, zone: ZoneInfo) -> Figures:
    """Count. Messages of broadcasts that are not sending now are neither due nor later: staff hold them."""
    due, later = _single(connection, now)
    bulk, bulk_later = _bulk(connection, now)
    sending, stuck = connection.execute(
        select(func.count(), func.count().filter(Message.attempted_at < now - STUCK)).where(
            Message.state == constant(SENDING)
        )
    ).one()
    return Figures(
        due=due | {BROADCAST: bulk},
        later=later + bulk_later,
        sending=sending,
        stuck=stuck,
        uncertain=_count(connection, Message.state == constant(UNCERTAIN)),
        quarantined=connection.execute(select(func.count()).select_from(Quarantined)).scalar_one(),
        stopped=channel_states.stopped(connection),
        spent=spending.by_channel(connection, spending.month(now, zone)),
        duties=schedule.times(connection),
        rules=house_rules.values(connection),
    )


def _single(connection: Connection, now: datetime) -> tuple[dict[str, Due], int]:
    """Messages to one person: what is due by purpose, and how many are for later."""
    is_due = Message.not_before <= now
    rows = connection.execute(
        select(
            Message.priority,
            func.count().filter(is_due),
            func.min(Message.not_before).filter(is_due),
            func.count().filter(~is_due),
        )
        .where(Message.state == constant(QUEUED), Message.broadcast_id.is_(None))
        .group_by(Message.priority)
    ).all()
    due = {PURPOSES[priority]: Due(count, since) for priority, count, since, _ in rows}
    nothing = {purpose: Due(0, None) for purpose in PRIORITY if purpose != BROADCAST}
    return nothing | due, sum(later for *_, later in rows)


def _bulk(connection: Connection, now: datetime) -> tuple[Due, int]:
    """Messages of the broadcasts that are sending now."""
    is_due = Message.not_before <= now
    count, since, later = connection.execute(
        select(func.count().filter(is_due), func.min(Message.not_before).filter(is_due), func.count().filter(~is_due))
        .join(Broadcast, Broadcast.id == Message.broadcast_id)
        .where(Message.state == constant(QUEUED), Message.broadcast_id.is_not(None))
        .where(Broadcast.state == life.SENDING)
    ).one()
    return Due(count, since), later


def _count(connection: Connection, condition: ColumnElement[bool]) -> int:
    return connection.execute(select(func.count()).select_from(Message).where(condition)).scalar_one()
