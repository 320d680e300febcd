"""Moving events from the stream to SQL: read from the start, one idempotent transaction, then trim.

Reading a consumer group's new entries only would leave a killed reader's batch unseen; reading from the start and
trimming what SQL holds misses nothing, and is faster.
"""

import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import structlog
from redis.exceptions import OutOfMemoryError

from jamakan import metering
from jamakan.conversation.play import RESUME_SECONDS
from jamakan.core import Core
from jamakan.events import Entry, EntryError, open_entry
from jamakan.house_rules.reading import in_force
from jamakan.privacy.vault import Vault, VaultError
from jamakan.projections import project_profiles, project_programme
from jamakan.state import keys, lock, stream, wake
from jamakan.store import dialogues, flow_versions, ingest
from jamakan.store.ingest import Applied

log = structlog.get_logger()

BATCH = 1000
LINGER_SECONDS = 0.1  # before reading, so that a busy gateway gives big batches instead of thousands of tiny jobs
LEASE_SECONDS = 30
AT_MOST_SECONDS = 120  # then another job goes on: jobs have a time limit


class WrongKey(Exception):
    """A process with another key than its house: it must touch nothing."""


def drain(core: Core) -> int:
    """Store all that waits; the number of entries moved. Safe to run twice side by side: SQL counts each once."""
    wake.woken(core.redis, wake.STORE_QUEUE)
    holder = uuid4().hex
    moved, until = 0, time.monotonic() + AT_MOST_SECONDS
    time.sleep(LINGER_SECONDS)
    try:
        while time.monotonic() < until and _leads(core, holder):
            rows = stream.read(core.redis, BATCH)
            if not rows:
                break
            store(core, rows)
            moved += len(rows)
    finally:
        lock.release(core.redis, keys.DRAIN_LOCK, holder)
    ask_if_waiting(core)
    return moved


def store(core: Core, rows: list[tuple[str, bytes]]) -> None:
    """One batch: SQL first, then what Redis shows of it, and only then the stream lets go."""
    readable, unreadable = _opened(rows, core.settings.vault)
    if not readable and all(isinstance(error, VaultError) for _, _, error in unreadable):
        raise WrongKey("nothing in the stream opens: this worker has another JAMAKAN_KEY than the gateway")
    rules, settings = in_force(core), core.settings
    applied = ingest.apply(core.db, settings.vault, readable, settings.values, rules.hours, rules.case_answer_days)
    for stream_id, sealed, error in unreadable:
        ingest.quarantine(core.db, sealed, str(error), core.settings.vault)
        log.error("entry quarantined", stream_id=stream_id, reason=str(error))
    try:
        _show(core, applied)
        stream.trim(core.redis, rows[-1][0])
    except OutOfMemoryError:  # room first: what SQL holds may go
        log.error("Redis is full, trimming before projecting")
        stream.trim(core.redis, rows[-1][0])
        _show(core, applied)
    if applied.messages_queued:
        wake.wake(core.redis, wake.SEND_QUEUE)
    metering.stored(core.redis, readable)
    log.info("entries stored", read=len(rows), fresh=applied.fresh, quarantined=applied.quarantined)


def _show(core: Core, applied: Applied) -> None:
    """Bring what Redis shows of SQL up to date."""
    project_profiles(core, applied.contacts)
    if applied.activities_changed:
        project_programme(core)


def _leads(core: Core, holder: str) -> bool:
    """Whether this reader may go on. A full Redis grants no lease, and only reading on makes room there."""
    try:
        return lock.lead(core.redis, keys.DRAIN_LOCK, holder, LEASE_SECONDS)
    except OutOfMemoryError:
        return True


def ask_if_waiting(core: Core) -> None:
    """Wake the store worker when events wait: the safety net for wake-ups that were lost."""
    if stream.waiting(core.redis):
        wake.wake(core.redis, wake.STORE_QUEUE)


def refresh(core: Core) -> int:
    """Show again what must never be missing from Redis: the flows and what is open. How many flows there are."""
    core.book.publish()
    project_programme(core)
    with core.db.begin() as connection:
        for name in core.book.names:
            version = core.book.current(name).version
            flow_versions.keep(connection, name, version, core.book.source(name), datetime.now(UTC))
    return len(core.book.names)


def tidy(core: Core) -> int:
    """What is due once in a while: dialogues nobody came back to end. The number ended."""
    now = datetime.now(UTC)
    return dialogues.expire(core.db, now - timedelta(seconds=RESUME_SECONDS), now)


Unreadable = tuple[str, bytes, Exception]  # stream id, sealed bytes, what is wrong with them


def _opened(rows: Iterable[tuple[str, bytes]], vault: Vault) -> tuple[list[Entry], list[Unreadable]]:
    readable: list[Entry] = []
    unreadable: list[Unreadable] = []
    for stream_id, sealed in rows:
        try:
            readable.append(open_entry(sealed, vault))
        except (VaultError, EntryError) as error:
            unreadable.append((stream_id, sealed, error))
    return readable, unreadable
