"""Which of the due messages leave in one call: those that may, of one text, as far as the money goes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import structlog
from sqlalchemy import Connection, bindparam, update

from jamakan.prices import MICROS, Prices
from jamakan.store import spending
from jamakan.store.messages import QUEUED
from jamakan.store.models import Contact, Message
from jamakan.store.outbox.due import Due
from jamakan.store.outbox.rules import TOO_MANY_ANSWERS, Judge, Verdict

log = structlog.get_logger()


class Limit(NamedTuple):
    """What may still be spent, in millionths of XOF, and what to say when it is too little."""

    left: int
    reason: str


def sift(connection: Connection, judge: Judge, rows: Sequence[Due]) -> list[Due]:
    """Those that may leave now; the others are put away, or put off."""
    verdicts = [(row, judge.verdict(row)) for row in rows]
    _put_away(connection, [(row.id, verdict) for row, verdict in verdicts if verdict], judge.now)
    withheld = [row for row, verdict in verdicts if verdict and verdict.reason == TOO_MANY_ANSWERS]
    _say_once(connection, withheld, judge.rules.replies_a_day)
    return [row for row, verdict in verdicts if verdict is None]


def of_one_call(rows: Sequence[Due], most: int) -> list[Due]:
    """Those with the first one's text, each number once."""
    by_contact: dict[int, Due] = {}
    for row in rows:
        if row.body_digest == rows[0].body_digest:
            by_contact.setdefault(row.contact_id, row)
    return list(by_contact.values())[:most]


def month_limits(connection: Connection, judge: Judge, purpose: str) -> list[Limit]:
    """What the month may still cost, as far as is known without waiting for those who spend of it now."""
    cap, month = judge.rules.cap(purpose), spending.month_of(judge.today)
    if cap is None:
        return []
    reason = f"the cap of {month} is reached: {cap / MICROS:,.0f} XOF for this kind of message"
    return [Limit(cap - spending.spent(connection, month), reason)]


def affordable(rows: Sequence[Due], prices: Prices, limits: Sequence[Limit]) -> list[Due]:
    """The first of them that every limit allows."""
    paid, total = [], 0
    for row in rows:
        total += row.expected_parts * prices.of(row.network)
        if any(total > limit.left for limit in limits):
            break
        paid.append(row)
    return paid


def _put_away(connection: Connection, verdicts: Sequence[tuple[int, Verdict]], now: datetime) -> None:
    by_verdict: dict[Verdict, list[int]] = {}
    for number, verdict in verdicts:
        by_verdict.setdefault(verdict, []).append(number)
    for verdict, ids in by_verdict.items():
        changes: dict[str, Any] = {"state": verdict.state, "reason": verdict.reason}
        changes |= {"not_before": verdict.until} if verdict.state == QUEUED else {"final_at": now}
        connection.execute(update(Message).where(Message.id.in_(ids)).values(changes))


def _say_once(connection: Connection, withheld: Sequence[Due], limit: int) -> None:
    """The first answer a line does not get today is told; its counter goes one past the limit and tells no more."""
    first = {row.contact_id: row.id for row in reversed(withheld) if row.replies == limit}
    for contact, message in first.items():
        log.warning("answers withheld, too many to one number today", contact=contact, message=message)
    if first:
        statement = update(Contact).where(Contact.id == bindparam("contact")).values(replies=limit + 1)
        connection.execute(statement, [{"contact": contact} for contact in first])
