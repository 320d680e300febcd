"""SMS that left, and what became of them."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, func, select

from jamakan.figures.period import Period
from jamakan.store.many import one_of
from jamakan.store.messages import DELIVERED, FAILED, SENT, UNCERTAIN, UNREPORTED
from jamakan.store.models import Activity, Broadcast, Contact, Message, OptChange
from jamakan.store.results.counting import ALL, Counts, added, within

TRIED = (SENT, DELIVERED, FAILED, UNCERTAIN, UNREPORTED)  # a carrier was asked to take it
BLAMED = timedelta(days=7)  # a STOP is the last campaign's that left within so many days before it
AT_ONCE = 1000  # lines looked up at a time


def counts(connection: Connection, period: Period, zone: ZoneInfo) -> Counts:
    """Messages that carriers were asked to take, delivered and failed, by network; the failed ones by reason."""
    query = (
        select(Contact.network, Message.state, Message.reason, func.count().label("number"))
        .join(Contact, Contact.id == Message.contact_id)
        .where(Message.direction == "out", Message.state.in_(TRIED), *_when(period, zone))
        .group_by(Contact.network, Message.state, Message.reason)
    )
    rows = connection.execute(query).all()
    every = [(row, _measured(row.state, row.number)) for row in rows]
    whole = added((ALL, numbers) for _, numbers in every) or {ALL: _measured("", 0)}
    sent = whole[ALL]["sent"]
    reasons = added((row.reason, numbers) for row, numbers in every if row.state == FAILED)
    return {
        ALL: whole,
        "network": added((row.network, numbers) for row, numbers in every),
        "reason": {reason: numbers | {"sent": sent} for reason, numbers in reasons.items()},
    }


def campaigns(connection: Connection, period: Period, zone: ZoneInfo) -> Counts:
    """What each broadcast delivered, and the STOPs that followed it within a week, the last broadcast's each time."""
    query = (
        select(Message.broadcast_id, func.count().label("number"))
        .where(Message.broadcast_id.is_not(None), Message.state == DELIVERED, *_when(period, zone))
        .group_by(Message.broadcast_id)
    )
    found = {str(row.broadcast_id): {"delivered": row.number, "stopped": 0} for row in connection.execute(query)}
    for broadcast in _blamed(connection, period, zone):
        if str(broadcast) in found:
            found[str(broadcast)]["stopped"] += 1
    return {ALL: added((ALL, numbers) for numbers in found.values()) or {ALL: {"delivered": 0, "stopped": 0}}} | {
        "campaign": found
    }


def names(connection: Connection) -> dict[str, str]:
    """What staff called each broadcast."""
    query = select(Broadcast.id, Broadcast.name).order_by(Broadcast.id)
    return {str(row.id): row.name or f"{row.id}" for row in connection.execute(query)}


def _when(period: Period, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    about = select(Activity.id).where(Activity.slug == period.activity).scalar_subquery()
    one = [Message.activity_id == about] if period.activity else []
    return [*one, *within(period, Message.created_at, zone)]


def _measured(state: str, number: int) -> dict[str, int]:
    measured = {"sent": number, "delivered": 0, "failed": 0}
    return measured | ({state: number} if state in measured else {})


def _blamed(connection: Connection, period: Period, zone: ZoneInfo) -> Iterator[int]:
    """The broadcast of each STOP."""
    query = select(OptChange.contact_id, OptChange.at).where(OptChange.opted_out.is_(True))
    stops = connection.execute(query.where(*within(period, OptChange.at, zone)).order_by(OptChange.id)).all()
    for first in range(0, len(stops), AT_ONCE):
        some = stops[first : first + AT_ONCE]
        sent = _sent(connection, [stop.contact_id for stop in some])
        for stop in some:
            before = [(at, number) for at, number in sent[stop.contact_id] if stop.at - BLAMED <= at <= stop.at]
            if before:
                yield max(before)[1]


def _sent(connection: Connection, contacts: list[int]) -> defaultdict[int, list[tuple[datetime, int]]]:
    found: defaultdict[int, list[tuple[datetime, int]]] = defaultdict(list)
    query = select(Message.contact_id, Message.sent_at, Message.broadcast_id)
    query = query.where(one_of(Message.contact_id, "contacts"))
    query = query.where(Message.broadcast_id.is_not(None))
    for contact, at, number in connection.execute(query, {"contacts": sorted(set(contacts))}):
        if at is not None and number is not None:
            found[contact].append((at, number))
    return found
