"""Building files, a slice at a time: whoever is killed has lost one slice, and two builders do nothing twice."""

import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import rmtree
from uuid import uuid4

import structlog
from redis.exceptions import RedisError
from rq.timeouts import JobTimeoutException

from flows.problems import FlowError
from jamakan.core import Core
from jamakan.exports.asking import hurry
from jamakan.exports.eye import Cell, Eye
from jamakan.exports.kinds import KINDS
from jamakan.exports.layout import MOST_ROWS, XLSX, read, written
from jamakan.house_rules.reading import in_force
from jamakan.privacy.vault import VaultError
from jamakan.state import keys, lock
from jamakan.store.database import DatabaseAway
from jamakan.store.exports import Connection, parts, records
from jamakan.store.exports.records import ASKED, COLLECTING, ROWS, WRITING, Record

log = structlog.get_logger()

SLICE = 2000  # rows
AT_MOST_SECONDS = 15.0  # then what else waits in the queue has its turn
LEASE_SECONDS = 90.0
TELL_EVERY = 20_000  # rows laid out between two marks of progress
GIVEN_UP = timedelta(days=1)  # what is not built by then breaks whoever builds it
FOLDER = "exports"  # of JAMAKAN_VAR
LEFT_BEHIND = timedelta(minutes=15)  # a folder nobody wrote to for so long is a killed process's


def build(core: Core) -> int:
    """Build what is asked for, for a while; how many files became ready. Asks for itself when there is more to do."""
    sweep(core)
    holder, until, done = uuid4().hex, time.monotonic() + AT_MOST_SECONDS, 0
    if not lock.lead(core.redis, keys.EXPORT_LOCK, holder, LEASE_SECONDS):
        return 0
    try:
        while (record := _next(core)) and time.monotonic() < until:
            done += _step(core, record, holder)
    finally:
        lock.release(core.redis, keys.EXPORT_LOCK, holder)
    if record is not None:
        hurry(core)
    return done


def build_one(core: Core, number: int) -> Record:
    """Build this one to its end, here; what it became."""
    while (record := _found(core, number)) is not None and not record.finished:
        _step(core, record)
    if record is None:
        raise LookupError(f"there is no export {number}")
    return record


def folder(core: Core) -> Path:
    """Where files are laid out: this user's only."""
    found = core.settings.var / FOLDER
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def sweep(core: Core) -> None:
    """Remove what a killed process left where files are laid out: names and numbers, in the clear."""
    long_ago = (datetime.now(UTC) - LEFT_BEHIND).timestamp()
    for old in (core.settings.var / FOLDER).glob("*"):
        with suppress(FileNotFoundError):
            if max((file.stat().st_mtime for file in old.iterdir()), default=old.stat().st_mtime) < long_ago:
                rmtree(old, ignore_errors=True)


def _next(core: Core) -> Record | None:
    with core.db.read() as connection:
        return next(iter(records.unfinished(connection)), None)


def _found(core: Core, number: int) -> Record | None:
    with core.db.read() as connection:
        return records.find(connection, number)


def _step(core: Core, record: Record, holder: str = "") -> bool:
    """One step of one export. True: it is ready now."""
    if holder:
        lock.lead(core.redis, keys.EXPORT_LOCK, holder, LEASE_SECONDS)
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        if record.asked_at < now - GIVEN_UP:
            records.fail(connection, record, "given_up", now)
            return False
        records.take_turn(connection, record, now)
    try:
        return _STEPS[record.state](core, record, holder)
    except (DatabaseAway, RedisError, JobTimeoutException):  # the house's trouble, not this file's: tried again
        raise
    except Exception as error:  # the next try would meet it too, and break the run of all others
        foreseen = isinstance(error, VaultError | FlowError | OSError)
        log.error("export failed", export=record.id, reason=type(error).__name__, exc_info=not foreseen)
        with core.db.begin() as connection:
            records.fail(connection, record, type(error).__name__, datetime.now(UTC))
        return False


def _begin(core: Core, record: Record, _holder: str) -> bool:
    kind, eye = KINDS[record.kind], _eye(core, record)
    with core.db.read() as connection:
        columns = kind.columns(connection, record.filters, eye)
        total = kind.total(connection, record.filters, eye.zone)
    with core.db.begin() as connection:
        if not _refused(connection, record, total):
            records.begin(connection, record, columns, total, datetime.now(UTC))
    return False


def _collect(core: Core, record: Record, _holder: str) -> bool:
    kind, eye, now = KINDS[record.kind], _eye(core, record), datetime.now(UTC)
    with core.db.read() as connection:
        rows = kind.page(connection, record.filters, eye.zone, record.cursor, SLICE)
        cells = kind.cells(connection, eye, record.columns, rows)
    with core.db.begin() as connection:
        if not rows and not _refused(connection, record, record.rows_done):  # more came meanwhile
            records.all_read(connection, record, now)
        elif rows:
            body = parts.packed(core.settings.vault, record.id, written(cells))
            records.add_rows(connection, record, rows[-1].id, len(rows), body, now)
    return False


def _refused(connection: Connection, record: Record, rows: int) -> bool:
    """Whether a sheet cannot hold so many; then it has failed."""
    too_many = record.format == XLSX and rows > MOST_ROWS
    if too_many:
        records.fail(connection, record, "too_many_rows", datetime.now(UTC))
    return too_many


def _write(core: Core, record: Record, holder: str) -> bool:
    """Lay the file out, each try in parts of its own; the first one that ends is the file."""
    stage, size, number = f"file-{uuid4().hex[:12]}", 0, 0
    layout = KINDS[record.kind].formats[record.format]
    with closing(layout(record.columns, _rows(core, record, holder), folder(core))) as blocks:
        for number, block in enumerate(blocks):
            body = parts.packed(core.settings.vault, record.id, block)
            with core.db.begin() as connection:
                if not records.put_block(connection, record, stage, number, body, datetime.now(UTC)):
                    return False
            size += len(block)
    now, days = datetime.now(UTC), in_force(core).keep_exports_days
    with core.db.begin() as connection:
        done = records.ready(connection, record, stage, size, now + timedelta(days=days), now)
    log.info("export ready", export=record.id, kind=record.kind, rows=record.rows_done, bytes=size, parts=number + 1)
    return done


def _rows(core: Core, record: Record, holder: str) -> Iterator[list[Cell]]:
    laid = 0
    for piece in parts.opened(core.db, core.settings.vault, record.id, ROWS):
        for row in read(piece):
            laid += 1
            yield row
        if laid % TELL_EVERY == 0:
            _tell(core, record, laid, holder)


def _tell(core: Core, record: Record, laid: int, holder: str) -> None:
    with core.db.begin() as connection:
        records.laid(connection, record, laid, datetime.now(UTC))
    with suppress(RedisError):
        if holder:
            lock.lead(core.redis, keys.EXPORT_LOCK, holder, LEASE_SECONDS)


def _eye(core: Core, record: Record) -> Eye:
    return Eye(core.settings.vault, core.settings.zone, record.salt, record.identified)


_STEPS = {ASKED: _begin, COLLECTING: _collect, WRITING: _write}
