"""Writing the messages of the broadcasts being sent, slice by slice."""

import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import structlog
from redis.exceptions import RedisError

from jamakan.broadcasts.slices import Reader, Recipient, Slice
from jamakan.broadcasts.starting import too_late
from jamakan.core import Core
from jamakan.programme.plan import Broadcast
from jamakan.state import wake
from jamakan.store import messages
from jamakan.store.broadcasts import preparing, records, states
from jamakan.store.broadcasts.audience import message_key
from jamakan.store.broadcasts.preparing import Overtaken
from jamakan.store.messages import BROADCAST, Draft

log = structlog.get_logger()

AT_MOST_SECONDS = 60  # then another job goes on: the office has other work
TOO_LATE = "too_late"  # lines left out because the broadcast expired before their message was written


def prepare(core: Core) -> int:
    """Write the messages of all broadcasts being sent, a slice of each in turn, for a minute at most.

    Returns how many messages are new. What is left is asked for again.
    """
    written, until = 0, time.monotonic() + AT_MOST_SECONDS
    readers: dict[int, Reader] = {}
    while open_ones := _unprepared(core):
        for broadcast in open_ones:
            reader = readers.get(broadcast.id) or Reader.of(core, broadcast.plan, broadcast.id)
            readers[broadcast.id] = reader
            written += _write(core, broadcast, reader)
            if time.monotonic() > until:
                _wake(core, wake.OFFICE_QUEUE)
                return written
    states.finish_done(core.db, datetime.now(UTC))  # nobody was left to write to
    return written


def _unprepared(core: Core) -> list[Broadcast]:
    with core.db.read() as connection:
        return records.unprepared(connection)


def _write(core: Core, broadcast: Broadcast, reader: Reader) -> int:
    now = datetime.now(UTC)
    late = too_late(broadcast.plan, now)
    some = _left_out(reader, broadcast) if late else reader.slice(broadcast.prepared_through)
    rows = _rows(core, broadcast, some.recipients, now)
    try:
        written = preparing.write_slice(
            core.db, broadcast, rows, excluded=some.excluded, through=some.through, last=some.last, now=now
        )
    except Overtaken:
        return 0
    _wake(core, wake.SEND_QUEUE)
    return written


def _left_out(reader: Reader, broadcast: Broadcast) -> Slice:
    """All that is left of an expired broadcast: nobody."""
    left = sum(len(some.recipients) for some in reader.all(broadcast.prepared_through))
    return Slice((), Counter({TOO_LATE: left}), broadcast.prepared_through, last=True)


def _rows(core: Core, broadcast: Broadcast, recipients: Sequence[Recipient], now: datetime) -> list[dict[str, Any]]:
    drafts = (_draft(broadcast, one, now) for one in recipients)
    return [messages.outgoing(core.settings.vault, draft) for draft in drafts]


def _draft(broadcast: Broadcast, one: Recipient, now: datetime) -> Draft:
    return Draft(
        dedupe=message_key(broadcast.id, one.contact_id),
        contact_id=one.contact_id,
        channel=one.channel,
        purpose=BROADCAST,
        text=one.text,
        at=now,
        expires_at=broadcast.plan.expires_at,
        broadcast_id=broadcast.id,
        activity_id=broadcast.activity_id,
    )


def _wake(core: Core, queue: str) -> None:
    try:
        wake.wake(core.redis, queue)
    except RedisError as error:
        log.warning("written, it goes on when Redis is back", reason=type(error).__name__)
