"""Delivery reports: kept as the carrier gave them, joined to their message whenever both are known.

A report may come before the answer to the send call, after it, twice, or in words nobody documented. The first
final state wins; a state that is not final never replaces one that is.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from jamakan.events import Report
from jamakan.privacy.vault import Vault
from jamakan.store.database import among, constant, insert
from jamakan.store.models import DeliveryReport, Message

SENT, DELIVERED, FAILED = "sent", "delivered", "failed"
FINAL = frozenset({DELIVERED, FAILED})
OPEN = ("sending", SENT, "uncertain")  # states a report may still change
MOST_IDS = 1000  # identifiers in one IN list


def keep(connection: Connection, vault: Vault, reports: Sequence[tuple[Report, datetime]]) -> int:
    """Store reports not seen before, join those whose message is known. Returns how many were new."""
    rows = {row["digest"]: row for row in (_row(vault, report, at) for report, at in reports)}
    if not rows:
        return 0
    statement = insert(connection, DeliveryReport).on_conflict_do_nothing(index_elements=["digest"])
    new = connection.execute(statement.returning(DeliveryReport.provider_id), list(rows.values())).scalars().all()
    join(connection, new)
    return len(new)


def join(connection: Connection, provider_ids: Collection[str] | None = None) -> int:
    """Apply the reports still waiting for their message, all of them or those with these identifiers.

    Returns how many found it.
    """
    if provider_ids is None:
        return _join(connection, None)
    ids = sorted(set(provider_ids) - {""})
    return sum(_join(connection, ids[i : i + MOST_IDS]) for i in range(0, len(ids), MOST_IDS))


def _join(connection: Connection, provider_ids: list[str] | None) -> int:
    query = (
        select(DeliveryReport.id, DeliveryReport.state, DeliveryReport.status, DeliveryReport.reason)
        .add_columns(DeliveryReport.at, Message.id.label("message_id"))
        .join(
            Message,
            (Message.provider_id == DeliveryReport.provider_id) & (Message.channel == DeliveryReport.channel),
        )
        .where(DeliveryReport.message_id.is_(None), Message.provider_id != constant(""), Message.direction == "out")
        .order_by(DeliveryReport.id)
    )
    if provider_ids is not None:
        query = query.where(DeliveryReport.provider_id.in_(provider_ids))
    found = connection.execute(query).all()
    if not found:
        return 0
    final = [
        {"message": row.message_id, "to": row.state, "why": row.reason or row.status, "on": row.at}
        for row in found
        if row.state in FINAL
    ]
    known = [{"message": row.message_id} for row in found if row.state == SENT]
    _settle(connection, final)
    _acknowledge(connection, known)
    connection.execute(
        update(DeliveryReport)
        .where(DeliveryReport.id == bindparam("report"))
        .values(message_id=bindparam("message")),
        [{"report": row.id, "message": row.message_id} for row in found],
    )
    return len(found)


def _settle(connection: Connection, rows: list[dict[str, object]]) -> None:
    if rows:
        statement = update(Message).where(Message.id == bindparam("message"), among(Message.state, OPEN))
        statement = statement.values(state=bindparam("to"), reason=bindparam("why"), final_at=bindparam("on"))
        connection.execute(statement, rows)


def _acknowledge(connection: Connection, rows: list[dict[str, object]]) -> None:
    """A carrier that reports on a message has it: it is no longer uncertain whether it was taken."""
    if rows:
        statement = update(Message).where(Message.id == bindparam("message"), among(Message.state, OPEN))
        connection.execute(statement.values(state=SENT), rows)


def _row(vault: Vault, report: Report, at: datetime) -> dict[str, object]:
    words = (report.channel, report.provider_id, report.state, report.status, report.reason, report.retry)
    return {
        "digest": vault.ref("report", "\x1f".join((*words, report.network))),
        "channel": report.channel,
        "provider_id": report.provider_id,
        "state": report.state,
        "status": report.status,
        "reason": report.reason,
        "retry": report.retry,
        "network": report.network,
        "at": at,
    }
