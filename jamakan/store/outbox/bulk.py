"""Claiming messages of broadcasts: each in turn, while it is sending, within its cap and the month's."""

from collections.abc import Sequence
from dataclasses import replace

import structlog
from sqlalchemy import Connection, Row, bindparam, select, update

from jamakan.privacy.vault import Vault
from jamakan.programme import broadcasts as life
from jamakan.store import spending
from jamakan.store.broadcasts import states
from jamakan.store.database import Database
from jamakan.store.messages import BROADCAST
from jamakan.store.models import Broadcast
from jamakan.store.outbox.attempts import attempt, cost_of, opened
from jamakan.store.outbox.choosing import MICROS, Limit, affordable, month_limits, of_one_call, sift
from jamakan.store.outbox.claims import Claim, Wanted
from jamakan.store.outbox.due import next_bulk
from jamakan.store.outbox.rules import Judge, Rules

log = structlog.get_logger()

Held = Row[str, int | None, int, str]

_HOLD = (
    select(Broadcast.state, Broadcast.cap_micros, Broadcast.spent_micros, Broadcast.fallback)
    .where(Broadcast.id == bindparam("broadcast"))
    .with_for_update(key_share=True)
)
_SPEND = (
    update(Broadcast)
    .where(Broadcast.id == bindparam("broadcast"))
    .values(spent_micros=Broadcast.spent_micros + bindparam("micros"))
)


def claim_bulk(db: Database, vault: Vault, rules: Rules, wanted: Wanted, broadcasts: Sequence[int]) -> Claim | None:
    """Take up to `wanted.most` messages of one text of the first of these broadcasts that has any.

    Their attempts are committed on return. A broadcast whose next message its cap or the month's cannot pay is
    paused. `broadcasts`: as `bulk_due` gives them. None: nothing of them is due.
    """
    judge = Judge(rules, wanted.now)
    claims = (_claim_of(db, vault, judge, wanted, broadcast_id) for broadcast_id in broadcasts)
    return next((claim for claim in claims if claim), None)


def _claim_of(db: Database, vault: Vault, judge: Judge, wanted: Wanted, broadcast_id: int) -> Claim | None:
    month = spending.month(wanted.now, judge.rules.hours.zone)
    while True:
        with db.begin() as connection:
            due = next_bulk(connection, broadcast_id, wanted.channel, wanted.now, wanted.most)
            if not due:
                return None
            sendable = sift(connection, judge, due)
            if not sendable:
                continue
            held = _hold(connection, broadcast_id)
            if held.state != life.SENDING:  # paused or stopped since the look
                return None
            limits = [*_own_limits(held), *month_limits(connection, judge.rules, month, BROADCAST)]
            call = affordable(of_one_call(sendable, wanted.most), wanted.price_micros, limits)
            if not call:
                _pause(connection, broadcast_id, min(limits).reason, wanted)
                return None
            body = attempt(connection, judge, wanted, month, call)
            spend(connection, broadcast_id, cost_of(call, wanted.price_micros).micros)
        claim = opened(vault, judge, wanted, month, call, body)
        return replace(claim, broadcast_id=broadcast_id, fallback=held.fallback)


def _hold(connection: Connection, broadcast_id: int) -> Held:
    """The broadcast as it is, and stays until this transaction ends."""
    return connection.execute(_HOLD, {"broadcast": broadcast_id}).one()


def _own_limits(held: Held) -> list[Limit]:
    if held.cap_micros is None:
        return []
    left = held.cap_micros - held.spent_micros
    return [Limit(left, f"its own cap of {held.cap_micros / MICROS:,.0f} XOF is reached")]


def _pause(connection: Connection, broadcast_id: int, reason: str, wanted: Wanted) -> None:
    states.move(connection, broadcast_id, life.PAUSE, reason=reason, now=wanted.now)
    log.error("broadcast paused", broadcast=broadcast_id, reason=reason)


def spend(connection: Connection, broadcast_id: int, micros: int) -> None:
    """Count what messages of a broadcast cost, or give it back."""
    connection.execute(_SPEND, {"broadcast": broadcast_id, "micros": micros})
