"""People from a spreadsheet: read with every problem told, staged sealed, kept in one confirmed act.

What is staged and never confirmed goes by itself. A large file is kept by the office, chunk by chunk: each is one
transaction, and a worker that dies leaves the next one to go on where it stopped.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import structlog
from redis.exceptions import RedisError

from jamakan.core import Core
from jamakan.people.acts import show
from jamakan.people.importing.reading import Newcomer, read
from jamakan.state import wake
from jamakan.store import sealing
from jamakan.store.activities import row_id
from jamakan.store.people import imports, newcomers
from jamakan.store.people.imports import KEEPING, KEPT, STAGED, Import
from jamakan.store.seats import SEATS
from jamakan.store.staff import trail

__all__ = [
    "KEEPING",
    "KEPT",
    "STAGED",
    "Import",
    "Newcomer",
    "confirm",
    "drop_old",
    "give_up",
    "keep_waiting",
    "read",
]

log = structlog.get_logger()

JOB = "workers.office.people"
CHUNK = 200  # rows a transaction: what holds up everybody who registers meanwhile
STAGED_FOR = timedelta(days=2)
AT_ONCE_SECONDS = 1.5  # a page waits for that; then the office goes on
OFFICE_SECONDS = 60.0


def stage(core: Core, by: int, data: bytes, activity: str = "") -> Import:
    """Read a file and put it aside, sealed. The same file again is the same import. Raises SpreadsheetError."""
    settings, now = core.settings, datetime.now(UTC)
    ours = digest(core, data, activity)
    with core.db.read() as connection:
        known = imports.by_digest(connection, ours)
    if known is not None:
        return known
    people = read(data, country=settings.country, languages=settings.languages)
    sealed = [_sealed(core, people[first : first + CHUNK]) for first in range(0, len(people), CHUNK)]
    with core.db.begin() as connection:
        activity_id = row_id(connection, activity) if activity else None
        new = imports.New(ours, by, activity_id, len(people), now, now + STAGED_FOR)
        return imports.stage(connection, new, dict(zip(range(0, len(people), CHUNK), sealed, strict=True)))


def digest(core: Core, data: bytes, activity: str) -> str:
    """What tells a file for an activity from any other."""
    return core.settings.vault.ref("people import", f"{sha256(data).hexdigest()}|{activity}")


def find(core: Core, number: int) -> Import | None:
    """An import by its number."""
    with core.db.read() as connection:
        return imports.find(connection, number)


def rows_of(core: Core, number: int, most: int) -> list[Newcomer]:
    """The first rows of a staged file, to look at."""
    with core.db.read() as connection:
        chunk = imports.chunk(connection, number)
    return _opened(core, chunk.body)[:most] if chunk is not None else []


def confirm(core: Core, by: int, number: int) -> bool:
    """Keep a staged import: at once when it is small, else by the office. False: it was confirmed or given up."""
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        if not imports.move(connection, number, STAGED, KEEPING):
            return False
        rows = imports.find(connection, number)
        trail.append(
            connection,
            core.settings.vault,
            now,
            by,
            "people.imported",
            f"import:{number}",
            rows=rows.rows if rows else 0,
        )
    if not _keep(core, number, time.monotonic() + AT_ONCE_SECONDS):
        _ask(core)
    return True


def give_up(core: Core, number: int) -> bool:
    """Throw a staged import away. False: it was confirmed."""
    with core.db.begin() as connection:
        return imports.forget(connection, number)


def keep_waiting(core: Core) -> int:
    """Go on with imports that were confirmed, for a while; how many ended."""
    until, ended = time.monotonic() + OFFICE_SECONDS, 0
    with core.db.read() as connection:
        waiting = imports.waiting(connection)
    for number in waiting:
        if not _keep(core, number, until):
            _ask(core)
            break
        ended += 1
    return ended


def drop_old(core: Core) -> int:
    """Throw away what was staged and never confirmed; how many files."""
    with core.db.begin() as connection:
        return sum(imports.forget(connection, number) for number in imports.old(connection, datetime.now(UTC)))


def _keep(core: Core, number: int, until: float) -> bool:
    """Keep chunk by chunk; whether all is kept."""
    while _keep_chunk(core, number):
        if time.monotonic() > until:
            return False
    return True


def _keep_chunk(core: Core, number: int) -> bool:
    """One transaction: some rows become people. False when none were left."""
    vault, now = core.settings.vault, datetime.now(UTC)
    with core.db.begin(lock=SEATS) as connection:
        chunk = imports.chunk(connection, number)
        if chunk is None:
            imports.finish(connection, number, now)
            return False
        people = _opened(core, chunk.body)
        book = newcomers.Book(connection, vault, number, chunk.activity_id, core.settings.channels[0], now)
        kept = book.keep([asdict(one) for one in people])
        imports.kept(connection, number, chunk.first, len(people), kept.counts)
    show(core, kept.refs, seats_moved=bool(chunk.activity_id))
    return True


def _sealed(core: Core, people: Sequence[Newcomer]) -> bytes:
    text = json.dumps([asdict(one) for one in people], ensure_ascii=False)
    return core.settings.vault.seal_text(text, sealing.IMPORT)


def _opened(core: Core, body: bytes) -> list[Newcomer]:
    return [Newcomer(**row) for row in json.loads(core.settings.vault.open_text(body, sealing.IMPORT))]


def _ask(core: Core) -> None:
    try:
        wake.enqueue(core.redis, wake.OFFICE_QUEUE, JOB)
    except RedisError:
        log.warning("Redis is away: the clock goes on with the import")
