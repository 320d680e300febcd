"""Delivery reports: kept as the carrier gave them, joined to their message whenever both are known.

A report may come before the answer to the send call, after it, twice, or in words nobody documented. The first
final state wins; a state that is not final never replaces one that is. A carrier that says "undelivered" may deliver
all the same: the message has failed, without `final_at`, until a final state comes.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, and_, bindparam, or_, select, update

from jamakan.events import Report
from jamakan.privacy.vault import Vault
from jamakan.store.database import Database, constant, insert
from jamakan.store.many import UpdateMany, one_of
from jamakan.store.messages import DELIVERED, FAILED, SENT, UNCERTAIN, UNREPORTED
from jamakan.store.models import DeliveryReport, Message

UNDELIVERED = "undelivered"  # a word of reports only
FINAL = frozenset({DELIVERED, FAILED})
OPEN = (UNCERTAIN, SENT, UNREPORTED)  # what a report may still change
MOST = 1000  # reports joined at once by the sweeper
LATELY = timedelta(minutes=15)  # far longer than two transactions can overlap

Found = Row[int, str, str, str, datetime, int]


def keep(connection: Connection, vault: Vault, reports: Sequence[tuple[Report, datetime]]) -> int:
    """Store reports not seen before, join those whose message is known. Returns how many were new."""
    rows = {row["digest"]: row for row in (_row(vault, report, at) for report, at in reports)}
    if not rows:
        return 0
    statement = insert(connection, DeliveryReport).on_conflict_do_nothing(index_elements=["digest"])
    new = connection.execute(statement.returning(DeliveryReport.provider_id), list(rows.values())).scalars().all()
    join(connection, new)
    return len(new)


_WAITING = (
    select(DeliveryReport.id, DeliveryReport.state, DeliveryReport.status, DeliveryReport.reason)
    .add_columns(DeliveryReport.at, Message.id.label("message_id"))
    .join(
        Message,
        and_(Message.provider_id == DeliveryReport.provider_id, Message.channel == DeliveryReport.channel),
    )
    .where(DeliveryReport.message_id.is_(None), Message.provider_id != constant(""), Message.direction == "out")
    .order_by(DeliveryReport.id)
)
_OF_THESE = _WAITING.where(one_of(DeliveryReport.provider_id, "names"))
_LATELY = _WAITING.where(DeliveryReport.at > bindparam("since")).limit(MOST)
_AGAIN = _WAITING.where(one_of(DeliveryReport.id, "reports"))
_OPEN = Message.state.in_(OPEN)
_FAILED_SO_FAR = (Message.state == FAILED) & Message.final_at.is_(None)

_JOIN = UpdateMany(DeliveryReport, ["message_id"])
_SETTLE = UpdateMany(Message, ["state", "reason", "final_at"], or_(_OPEN, _FAILED_SO_FAR))
_FAIL_SO_FAR = UpdateMany(Message, ["reason"], _OPEN, state=FAILED)
_ACKNOWLEDGE = update(Message).where(one_of(Message.id, "messages"), Message.state == UNCERTAIN).values(state=SENT)


def join(connection: Connection, names: Collection[str]) -> int:
    """Apply the reports with these identifiers that still wait for their message. Returns how many found it."""
    wanted = sorted(set(names) - {""})
    return _apply(connection, connection.execute(_OF_THESE, {"names": wanted}).all()) if wanted else 0


def join_late(db: Database, now: datetime) -> int:
    """Join what two transactions side by side missed: one kept a report, the other recorded the send.

    Neither saw the other's rows, so the report waits beside its message. Reports that never find one (another
    system's, of before our time) pile up in the same index: only what came lately is looked at. Returns how many
    found their message.
    """
    with db.read() as connection:
        missed = connection.execute(_LATELY, {"since": now - LATELY}).all()
    if not missed:
        return 0
    with db.begin() as connection:
        return _apply(connection, connection.execute(_AGAIN, {"reports": [row.id for row in missed]}).all())


def _apply(connection: Connection, found: Sequence[Found]) -> int:
    """Tell the messages, each its first report of a kind."""
    if not found:
        return 0
    so_far, final = _first(found, {UNDELIVERED}), _first(found, FINAL)
    _FAIL_SO_FAR(connection, [(row.message_id, _why(row)) for row in so_far])
    _SETTLE(connection, [(row.message_id, row.state, _why(row), row.at) for row in final])
    connection.execute(_ACKNOWLEDGE, {"messages": [row.message_id for row in found if row.state == SENT]})
    _JOIN(connection, [(row.id, row.message_id) for row in found])
    return len(found)


def _first(rows: Sequence[Found], states: Collection[str]) -> list[Found]:
    """The first report of each message in one of these states: the one that counts."""
    return list({row.message_id: row for row in reversed(rows) if row.state in states}.values())


def _why(row: Found) -> str:
    return str(row.reason or row.status)


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
