"""Putting messages on paper: what came in, and what is to leave through the outbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import Any, cast

from sqlalchemy import Connection, Table, bindparam, column, func, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.dml import ReturningInsert

from flows.text.folding import fold
from flows.text.gsm7 import measure
from jamakan.privacy.vault import Vault
from jamakan.store import sealing
from jamakan.store.database import insert
from jamakan.store.models import Message

REPLY, CONFIRMATION, FOLLOWUP, BROADCAST = "reply", "confirmation", "followup", "broadcast"
PRIORITY = {REPLY: 0, CONFIRMATION: 1, FOLLOWUP: 2, BROADCAST: 3}  # a lower one leaves first
LIFETIME = {REPLY: timedelta(hours=24), CONFIRMATION: timedelta(hours=72)}  # later it would puzzle more than help
TO_THE_STOPPED = frozenset({REPLY})  # somebody who said STOP is still answered when they write
UNASKED = frozenset({FOLLOWUP, BROADCAST})  # within the hours, so many a day; the others answer what a person did

RECEIVED = "received"  # the only state of a message that came in; who moves the others: jamakan.store.outbox
QUEUED, SENDING, SENT, DELIVERED = "queued", "sending", "sent", "delivered"
FAILED, UNCERTAIN, SKIPPED, EXPIRED = "failed", "uncertain", "skipped", "expired"
UNREPORTED, REROUTED = "unreported", "rerouted"
UNSETTLED = (QUEUED, SENDING)  # whoever waits for the end of a broadcast waits for these
OPTED_OUT = "opted_out"
ERASED = "erased"  # its words are gone, it never leaves; its digest is NO_WORDS then
NO_WORDS = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """An SMS to queue. `dedupe` names it for ever: asked twice, it is written once."""

    dedupe: str
    contact_id: int
    channel: str
    purpose: str
    text: str
    at: datetime
    opted_out: bool = False
    not_before: datetime | None = None
    expires_at: datetime | None = None
    broadcast_id: int | None = None
    rule_id: int | None = None
    activity_id: int | None = None
    replaces_id: int | None = None


@lru_cache(maxsize=256)  # a broadcast has few texts and many readers
def parts(text: str) -> int:
    """How many SMS a text takes as it leaves, by our count."""
    return measure(fold(text)).parts


def outgoing(vault: Vault, draft: Draft) -> dict[str, Any]:
    """The row of a message to send: queued, or skipped at once when its contact stopped messages."""
    stopped = draft.opted_out and draft.purpose not in TO_THE_STOPPED
    lifetime = LIFETIME.get(draft.purpose)
    return {
        "dedupe_key": draft.dedupe,
        "direction": "out",
        "contact_id": draft.contact_id,
        "channel": draft.channel,
        "purpose": draft.purpose,
        "priority": PRIORITY[draft.purpose],
        "body": vault.seal_text(draft.text, sealing.BODY),
        "body_digest": vault.ref(sealing.BODY, draft.text),
        "broadcast_id": draft.broadcast_id,
        "rule_id": draft.rule_id,
        "activity_id": draft.activity_id,
        "replaces_id": draft.replaces_id,
        "expected_parts": parts(draft.text),
        "state": SKIPPED if stopped else QUEUED,
        "reason": OPTED_OUT if stopped else "",
        "created_at": draft.at,
        "not_before": draft.not_before or draft.at,
        "expires_at": draft.expires_at or (draft.at + lifetime if lifetime else None),
        "final_at": draft.at if stopped else None,
        "provider_id": "",
        "understood": True,
    }


def incoming(
    vault: Vault,
    dedupe: str,
    contact_id: int,
    channel: str,
    text: str,
    provider_id: str,
    understood: bool,
    at: datetime,
) -> dict[str, Any]:
    """The row of a message received."""
    return {
        "dedupe_key": dedupe,
        "direction": "in",
        "contact_id": contact_id,
        "channel": channel,
        "purpose": "",
        "priority": 0,
        "body": vault.seal_text(text, sealing.BODY),
        "body_digest": vault.ref(sealing.BODY, text),
        "broadcast_id": None,
        "rule_id": None,
        "activity_id": None,
        "replaces_id": None,
        "expected_parts": parts(text),
        "state": RECEIVED,
        "reason": "",
        "created_at": at,
        "not_before": at,
        "expires_at": None,
        "final_at": at,
        "provider_id": provider_id,
        "understood": understood,
    }


def write(connection: Connection, rows: Iterable[dict[str, Any]]) -> int:
    """Store message rows. Returns how many are new and queued; those already known are left as they are."""
    rows = list(rows)
    if not rows:
        return 0
    if connection.dialect.name == "postgresql":
        names = tuple(rows[0])
        columns = {f"all_{name}": [row[name] for row in rows] for name in names}
        written = connection.execute(_unnesting(names), columns)
    else:
        statement = insert(connection, Message).on_conflict_do_nothing(index_elements=["dedupe_key"])
        written = connection.execute(statement.returning(Message.state), rows)
    return sum(state == QUEUED for (state,) in written)


@cache
def _unnesting(names: tuple[str, ...]) -> ReturningInsert[str]:
    """The INSERT of arrays, one a column: with a parameter a cell, psycopg spends most of the time reading them."""
    table = cast(Table, Message.__table__)
    arrays = [bindparam(f"all_{name}", type_=ARRAY(table.c[name].type)) for name in names]
    given = func.unnest(*arrays).table_valued(*(column(name, table.c[name].type) for name in names), name="given")
    statement = postgresql.insert(Message).from_select(names, select(*given.render_derived().c))
    return statement.on_conflict_do_nothing(index_elements=["dedupe_key"]).returning(Message.state)
