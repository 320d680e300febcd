"""Claiming messages of broadcasts: each in turn, while it is sending, within its cap and the month's."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import structlog
from sqlalchemy import Connection, Row, bindparam, select, update

from jamakan.prices import MICROS
from jamakan.privacy.vault import Vault
from jamakan.programme import broadcasts as life
from jamakan.store.broadcasts import states
from jamakan.store.database import Database
from jamakan.store.messages import BROADCAST
from jamakan.store.models import Broadcast
from jamakan.store.outbox.attempts import LookAgain, attempt, cost_of, opened, reserve
from jamakan.store.outbox.choosing import Limit, affordable, month_limits, of_one_call, sift
from jamakan.store.outbox.claims import Claim, Wanted
from jamakan.store.outbox.due import Due, next_bulk
from jamakan.store.outbox.rules import Judge, Rules

log = structlog.get_logger()

Standing = Row[str, int | None, int, str]

_STANDING = (Broadcast.state, Broadcast.cap_micros, Broadcast.spent_micros, Broadcast.fallback)
_LOOK = select(*_STANDING).where(Broadcast.id == bindparam("broadcast"))
_SPEND = (
    update(Broadcast)
    .where(Broadcast.id == bindparam("broadcast"))
    .values(spent_micros=Broadcast.spent_micros + bindparam("micros"))
    .returning(*_STANDING)
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
    while True:
        with suppress(LookAgain):
            with db.begin() as connection:
                chosen = _choose(connection, judge, wanted, broadcast_id)
                if chosen is None:
                    return None
                call, fallback = chosen
                if not call:
                    continue
                body = _put_down(connection, judge, wanted, broadcast_id, call)
            claim = opened(vault, judge, wanted, call, body)
            return replace(claim, broadcast_id=broadcast_id, fallback=fallback)


def _choose(
    connection: Connection, judge: Judge, wanted: Wanted, broadcast_id: int
) -> tuple[Sequence[Due], str] | None:
    """What the next call takes, with the broadcast's other channel. None: nothing of it leaves now.

    No messages: none of those looked at may leave, which is written down; others may.
    """
    due = next_bulk(connection, broadcast_id, wanted.channel, wanted.now, wanted.most)
    if not due:
        return None
    sendable = sift(connection, judge, due)
    if not sendable:
        return [], ""
    found = connection.execute(_LOOK, {"broadcast": broadcast_id}).one()
    if found.state != life.SENDING:  # paused or stopped since it was found due
        return None
    limits = [*_own_limits(found), *month_limits(connection, judge, BROADCAST)]
    call = affordable(of_one_call(sendable, wanted.most), wanted.prices, limits)
    if not call:
        _pause(connection, broadcast_id, min(limits).reason, wanted)
        return None
    return call, found.fallback


def _put_down(connection: Connection, judge: Judge, wanted: Wanted, broadcast_id: int, call: Sequence[Due]) -> bytes:
    """Write the attempt and its cost, what others wait for last. Returns the sealed text. Raises LookAgain."""
    body = attempt(connection, judge, wanted, call)
    _reserve(connection, broadcast_id, cost_of(call, wanted.prices).micros)
    reserve(connection, judge, wanted, call)
    return body


def _reserve(connection: Connection, broadcast_id: int, micros: int) -> None:
    """Count what a call costs; nobody moves the broadcast from here to the commit. Raises LookAgain."""
    found = spend(connection, broadcast_id, micros)
    if found.state != life.SENDING or any(limit.left < 0 for limit in _own_limits(found)):
        raise LookAgain


def _own_limits(found: Standing) -> list[Limit]:
    if found.cap_micros is None:
        return []
    left = found.cap_micros - found.spent_micros
    return [Limit(left, f"its own cap of {found.cap_micros / MICROS:,.0f} XOF is reached")]


def _pause(connection: Connection, broadcast_id: int, reason: str, wanted: Wanted) -> None:
    if states.move(connection, broadcast_id, life.PAUSE, reason=reason, now=wanted.now):
        log.error("broadcast paused", broadcast=broadcast_id, reason=reason)


def spend(connection: Connection, broadcast_id: int, micros: int) -> Standing:
    """Count what messages of a broadcast cost, or give it back. Returns how it stands then."""
    return connection.execute(_SPEND, {"broadcast": broadcast_id, "micros": micros}).one()
