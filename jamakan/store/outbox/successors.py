"""The message that takes over on another channel when a carrier does not reach a number: never two at once."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, literal, select

from jamakan.store.database import insert
from jamakan.store.messages import QUEUED
from jamakan.store.models import Message

SAME = (
    *("direction", "contact_id", "purpose", "priority", "body", "body_digest", "broadcast_id", "rule_id"),
    *("activity_id", "expected_parts", "created_at", "expires_at", "understood", "permanent"),
)


def add_successors(connection: Connection, numbers: Collection[int], channel: str, now: datetime) -> None:
    """Queue these messages once more, by this channel. Called where they become `rerouted`, or not at all."""
    own = {
        "dedupe_key": Message.dedupe_key + f":{channel}",
        "channel": literal(channel),
        "replaces_id": Message.id,
        "state": literal(QUEUED),
        "reason": literal(""),
        "not_before": literal(now, Message.not_before.type),
        "attempt": literal(""),
        "attempts": literal(0),
        "provider_id": literal(""),
        "reserved_micros": literal(0),
        "currency": literal(""),
    }
    chosen = select(*(getattr(Message, name) for name in SAME), *own.values()).where(Message.id.in_(numbers))
    statement = insert(connection, Message).from_select([*SAME, *own], chosen, include_defaults=False)
    connection.execute(statement.on_conflict_do_nothing(index_elements=["dedupe_key"]))
