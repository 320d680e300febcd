"""A broadcast to very many lines, half-way: most arrived, some failed, some are unknown; and a draft beside it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert

from jamakan.core import Core
from jamakan.store import models, sealing

AT_ONCE = 5_000
TEXT = "Rappel : la session commence demain à 9 h."
HUNDREDTHS = {  # of the lines: state, reason
    ("delivered", ""): 70,
    ("sent", ""): 10,
    ("queued", ""): 10,
    ("failed", "UserNotRegistered"): 5,
    ("uncertain", "no answer"): 1,
    ("skipped", "opted out"): 4,
}
FATES = [fate for fate, share in HUNDREDTHS.items() for _ in range(share)]


def build(core: Core, lines: int, now: datetime) -> tuple[int, int]:
    """Write both; the numbers of the one that leaves and of the draft."""
    with core.db.begin() as connection:
        leaving = _broadcast(connection, "sending", lines, now)
        draft = _broadcast(connection, "draft", None, now)
    for some in _batches(lines):
        with core.db.begin() as connection:
            connection.execute(insert(models.Message), [_message(core, leaving, number, now) for number in some])
    return leaving, draft


def _broadcast(connection: Connection, state: str, lines: int | None, now: datetime) -> int:
    row = {
        "dedupe_key": f"bench-{state}",
        "name": "À tous",
        "kind": "invitation",
        "audience": {"everybody": True},
        "state": state,
        "created_at": now,
        "created_by": "Banc",
        "approved_lines": lines,
        "starts_at": now,
        "started_at": now if lines else None,
        "expires_at": now + timedelta(days=2),
        "prepared_through": lines or 0,
        "prepared_at": now if lines else None,
    }
    made = connection.execute(insert(models.Broadcast).values(row).returning(models.Broadcast.id)).scalar_one()
    connection.execute(insert(models.BroadcastText).values(broadcast_id=made, language="fr", body=TEXT))
    return made


def _message(core: Core, broadcast: int, number: int, now: datetime) -> dict[str, object]:
    state, reason = FATES[number % len(FATES)]
    gone = state not in {"queued", "skipped"}
    return {
        "dedupe_key": f"bench-mailing-{number}",
        "direction": "out",
        "contact_id": number + 1,
        "channel": "africastalking",
        "purpose": "invitation",
        "priority": 5,
        "body": core.settings.vault.seal_text(TEXT, sealing.BODY),
        "body_digest": "",
        "broadcast_id": broadcast,
        "state": state,
        "reason": reason,
        "created_at": now,
        "not_before": now,
        "attempted_at": now if gone else None,
        "sent_at": now if state in {"delivered", "sent"} else None,
        "final_at": now if state in {"delivered", "failed", "skipped"} else None,
    }


def _batches(lines: int) -> Iterator[range]:
    return (range(first, min(first + AT_ONCE, lines)) for first in range(0, lines, AT_ONCE))
