"""Messages on their way out.

    queued → sending → sent → delivered
       │        ├────────┴──→ failed
       │        ├→ uncertain   the carrier may have it: never sent again by itself
       │        └→ queued      refused for now, another attempt later
       │        (uncertain and failed → queued only by a person: `resend`)
       ├→ skipped              its contact stopped messages
       └→ expired              too late to be of use

An attempt is committed before the carrier is called (`claim`), and only whoever holds its token may say what became
of it (`record`). An attempt nobody speaks for any more becomes uncertain (`sweep`).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Update, bindparam, func, select, update

from jamakan.channels.outcomes import Failed, Outcome, Retry, Sent, Skipped, Uncertain
from jamakan.privacy.vault import Vault
from jamakan.store import reports, sealing
from jamakan.store.database import Database, among, constant
from jamakan.store.messages import OPTED_OUT, QUEUED, SKIPPED, TO_THE_STOPPED
from jamakan.store.models import Contact, Message

SENDING, SENT, FAILED, UNCERTAIN, EXPIRED = "sending", "sent", "failed", "uncertain", "expired"
RESENT_LIFETIME = timedelta(hours=24)
NO_OUTCOME = "no outcome recorded"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message whose attempt is committed. Equal `digest`: equal `body`, so one call can carry them."""

    id: int
    channel: str
    phone: str
    body: str
    digest: str
    purpose: str
    attempts: int


def claim(
    db: Database, vault: Vault, *, channel: str, now: datetime, limit: int, token: str, one_call: bool = False
) -> list[Outgoing]:
    """Take up to `limit` due messages to send now, the most urgent first; their attempts are committed on return.

    `one_call`: only the first one's text, each number once, so that a worker that dies leaves in doubt no more than
    the call it was making. Those too late or for people who stopped messages are put away on the way. An empty list:
    nothing is due.
    """
    while True:
        with db.begin() as connection:
            due = _due(connection, channel, now, limit)
            sendable = [row for row in due if _verdict(row, now) is None]
            if one_call:
                sendable = _of_one_call(sendable)
            _put_away(connection, [row for row in due if _verdict(row, now)], now)
            _attempt(connection, [row.id for row in sendable], now, token)
        if sendable or not due:
            return _opened(vault, sendable)


def record(db: Database, token: str, outcomes: Mapping[int, Outcome], now: datetime) -> int:
    """Write what became of the attempts with this token, by message id.

    Returns how many were still this token's to speak of.
    """
    with db.begin() as connection:
        written = 0
        for kind, row_of in _ROWS.items():
            rows = [
                row_of(outcome, now) | {"message": number, "token": token}
                for number, outcome in outcomes.items()
                if isinstance(outcome, kind)
            ]
            if rows:
                written += connection.execute(_recording(rows[0]), rows).rowcount
        reports.join(connection, [told.provider_id for told in outcomes.values() if isinstance(told, Sent)])
    return written


def resend(db: Database, ids: Collection[int], now: datetime) -> int:
    """Queue again, by a person's decision, those of these messages that are uncertain or failed. Returns how many."""
    statement = update(Message).where(Message.id.in_(ids), Message.state.in_((UNCERTAIN, FAILED)))
    changes = {"state": QUEUED, "reason": "sent again by staff", "attempt": "", "not_before": now, "final_at": None}
    with db.begin() as connection:
        return connection.execute(statement.values(**changes, expires_at=now + RESENT_LIFETIME)).rowcount


def put_off(db: Database, channel: str, why: Retry, now: datetime) -> int:
    """Let all that waits on a channel wait longer, for this reason. Returns how many messages that is."""
    statement = update(Message).where(Message.state == constant(QUEUED), Message.channel == channel)
    until = now + timedelta(seconds=why.seconds)
    with db.begin() as connection:
        return connection.execute(statement.values(not_before=until, reason=why.reason)).rowcount


def sweep(db: Database, now: datetime, older_than: timedelta) -> int:
    """Attempts older than this without an outcome become uncertain. Late reports find their message.

    Returns how many became uncertain.
    """
    statement = (
        update(Message)
        .where(Message.state == constant(SENDING), Message.attempted_at < now - older_than)
        .values(state=UNCERTAIN, reason=NO_OUTCOME)
    )
    with db.begin() as connection:
        reports.join(connection)
        return connection.execute(statement).rowcount


def waiting(connection: Connection, now: datetime) -> int:
    """How many messages are due and not yet taken."""
    query = select(func.count()).select_from(Message)
    return connection.execute(query.where(Message.state == constant(QUEUED), Message.not_before <= now)).scalar_one()


def stuck(connection: Connection, before: datetime) -> int:
    """How many attempts from before then have no outcome."""
    query = select(func.count()).select_from(Message)
    return connection.execute(
        query.where(Message.state == constant(SENDING), Message.attempted_at < before)
    ).scalar_one()


def _sent(outcome: Sent, now: datetime) -> dict[str, Any]:
    return {
        "to_state": SENT,
        "to_reason": "",
        "to_provider_id": outcome.provider_id,
        "to_parts": outcome.parts,
        "to_cost_micros": outcome.cost_micros,
        "to_currency": outcome.currency,
        "to_sent_at": now,
    }


def _failed(outcome: Failed, now: datetime) -> dict[str, Any]:
    return {
        "to_state": FAILED,
        "to_reason": outcome.reason,
        "to_permanent": not outcome.configuration,
        "to_final_at": now,
    }


def _retried(outcome: Retry, now: datetime) -> dict[str, Any]:
    return {
        "to_state": QUEUED,
        "to_reason": outcome.reason,
        "to_not_before": now + timedelta(seconds=outcome.seconds),
        "to_attempt": "",
    }


def _uncertain(outcome: Uncertain, _now: datetime) -> dict[str, Any]:
    return {"to_state": UNCERTAIN, "to_reason": outcome.reason}


def _skipped(outcome: Skipped, now: datetime) -> dict[str, Any]:
    return {"to_state": SKIPPED, "to_reason": outcome.reason, "to_final_at": now}


_ROWS: dict[type[Outcome], Callable[[Any, datetime], dict[str, Any]]] = {
    Sent: _sent,
    Failed: _failed,
    Retry: _retried,
    Uncertain: _uncertain,
    Skipped: _skipped,
}


def _recording(row: Mapping[str, Any]) -> Update:
    """The UPDATE for rows shaped like this one. Late news of an attempt given up as uncertain still counts."""
    columns = [name for name in row if name.startswith("to_")]
    return (
        update(Message)
        .where(Message.id == bindparam("message"), Message.attempt == bindparam("token"))
        .where(among(Message.state, (SENDING, UNCERTAIN)))
        .values({name.removeprefix("to_"): bindparam(name) for name in columns})
    )


def _due(connection: Connection, channel: str, now: datetime, limit: int) -> Sequence[Row[Any]]:
    query = (
        select(Message.id, Message.channel, Message.body, Message.body_digest, Message.purpose, Message.attempts)
        .add_columns(Message.expires_at, Message.contact_id, Contact.phone, Contact.opted_out)
        .join(Contact, Contact.id == Message.contact_id)
        .where(Message.state == constant(QUEUED), Message.channel == channel, Message.not_before <= now)
        .order_by(Message.priority, Message.id)
        .limit(limit)
        .with_for_update(of=Message, skip_locked=True)
    )
    return connection.execute(query).all()


def _of_one_call(rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    alike = [row for row in rows if row.body_digest == rows[0].body_digest]
    return list({row.contact_id: row for row in reversed(alike)}.values())[::-1]


def _verdict(row: Row[Any], now: datetime) -> tuple[str, str] | None:
    """Why a due message is not to be sent, as (state, reason)."""
    if row.opted_out and row.purpose not in TO_THE_STOPPED:
        return SKIPPED, OPTED_OUT
    if row.expires_at is not None and row.expires_at <= now:
        return EXPIRED, "too late to be of use"
    return None


def _put_away(connection: Connection, rows: Sequence[Row[Any]], now: datetime) -> None:
    for row in rows:
        state, reason = _verdict(row, now) or (QUEUED, "")
        statement = update(Message).where(Message.id == row.id)
        connection.execute(statement.values(state=state, reason=reason, final_at=now))


def _attempt(connection: Connection, ids: Sequence[int], now: datetime, token: str) -> None:
    if ids:
        statement = update(Message).where(Message.id == bindparam("message"))
        changes = {"state": SENDING, "attempt": token, "attempted_at": now, "attempts": Message.attempts + 1}
        connection.execute(statement.values(**changes), [{"message": number} for number in ids])


def _opened(vault: Vault, rows: Sequence[Row[Any]]) -> list[Outgoing]:
    bodies: dict[str, str] = {}
    for row in rows:
        if row.body_digest not in bodies:  # one broadcast, one text: open it once
            bodies[row.body_digest] = vault.open_text(row.body, sealing.BODY)
    return [
        Outgoing(
            id=row.id,
            channel=row.channel,
            phone=vault.open_text(row.phone, sealing.PHONE),
            body=bodies[row.body_digest],
            digest=row.body_digest,
            purpose=row.purpose,
            attempts=row.attempts + 1,
        )
        for row in rows
    ]
