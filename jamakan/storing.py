"""Moving events from the stream to SQL: read from the start, one idempotent transaction, then trim.

Reading a consumer group's new entries only would leave a killed reader's batch unseen; reading from the start and
trimming what SQL holds misses nothing, and is faster.
"""

import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import structlog

from jamakan.conversation.play import RESUME_SECONDS
from jamakan.core import Core
from jamakan.events import Entry, EntryError, open_entry
from jamakan.privacy.vault import Vault, VaultError
from jamakan.projections import project_profiles, project_programme
from jamakan.state import keys, lock, stream, wake
from jamakan.store import dialogues, ingest

log = structlog.get_logger()

BATCH = 1000
LINGER_SECONDS = 0.1  # before reading, so that a busy gateway gives big batches instead of thousands of tiny jobs
LEASE_SECONDS = 30
TIDY_JOB = "workers.store.tidy"
TIDY_SECONDS = 3600
AT_MOST_SECONDS = 120  # then another job goes on: jobs have a time limit


def drain(core: Core) -> int:
    """Store all that waits; the number of entries moved. Safe to run twice side by side: SQL counts each once."""
    wake.woken(core.redis, wake.STORE_QUEUE)
    holder = uuid4().hex
    moved, until = 0, time.monotonic() + AT_MOST_SECONDS
    time.sleep(LINGER_SECONDS)
    try:
        while time.monotonic() < until and lock.lead(core.redis, keys.DRAIN_LOCK, holder, LEASE_SECONDS):
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
    applied = ingest.apply(core.db, core.settings.vault, readable, core.values)
    for stream_id, sealed, reason in unreadable:
        ingest.quarantine(core.db, sealed, reason, core.settings.vault)
        log.error("entry quarantined", stream_id=stream_id, reason=reason)
    project_profiles(core, applied.contacts)
    if applied.activities_changed:
        project_programme(core)
    stream.trim(core.redis, rows[-1][0])
    if applied.messages_queued:
        wake.wake(core.redis, wake.SEND_QUEUE)
    log.info("entries stored", read=len(rows), fresh=applied.fresh, quarantined=applied.quarantined)


def ask_if_waiting(core: Core) -> None:
    """Wake the store worker when events wait: the safety net for wake-ups that were lost."""
    if stream.waiting(core.redis):
        wake.wake(core.redis, wake.STORE_QUEUE)


def tidy(core: Core) -> int:
    """What is due once in a while: dialogues nobody came back to end. The number ended."""
    now = datetime.now(UTC)
    return dialogues.expire(core.db, now - timedelta(seconds=RESUME_SECONDS), now)


def ask_to_tidy(core: Core) -> None:
    """Ask for `tidy` when it was not asked for in the last hour, whoever the clock is."""
    if core.redis.set(keys.TIDIED, b"1", nx=True, ex=TIDY_SECONDS):
        wake.enqueue(core.redis, wake.STORE_QUEUE, TIDY_JOB)


def _opened(rows: Iterable[tuple[str, bytes]], vault: Vault) -> tuple[list[Entry], list[tuple[str, bytes, str]]]:
    readable: list[Entry] = []
    unreadable: list[tuple[str, bytes, str]] = []
    for stream_id, sealed in rows:
        try:
            readable.append(open_entry(sealed, vault))
        except (VaultError, EntryError) as error:
            unreadable.append((stream_id, sealed, str(error)))
    return readable, unreadable
