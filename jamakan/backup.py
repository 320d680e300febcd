"""A backup of a running house in one directory, and a house restored from it.

`redis.jsonl` holds what Redis alone knows, `sql.db` or `sql.dump` the database, `manifest.json` what they are; it is
written last, and a directory without it is no backup. The key is in none of them: what names people stays sealed, and
what people answered does not, so that copies that leave the machine want encryption of their own.
"""

import hashlib
import json
import os
import re
import shutil
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from jamakan import VERSION, storing
from jamakan.core import Core
from jamakan.projections import project_everybody, project_programme
from jamakan.state import copies as redis_copies
from jamakan.state import keys, queues, stream
from jamakan.store import copies as sql_copies
from jamakan.store import restored
from jamakan.store.migrate import migrate
from jamakan.store.restored import Held

REDIS = "redis.jsonl"
MANIFEST = "manifest.json"
NAME = re.compile(r"jamakan-\d{8}T\d{6}Z")


class BackupError(Exception):
    """A backup cannot be made or used; says why and what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup is. `key_mark` tells which key opens it, and not the key; `files`: name → SHA-256."""

    version: str
    made_at: str
    key_mark: str
    records: int
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore brought back, and what it left for people to decide (None: it was told that nothing left)."""

    records: int
    entries: int
    contacts: int
    held: Held | None


def make(core: Core, destination: Path, keep: int) -> Path:
    """Copy the house into a new directory below `destination`, and remove backups beyond the last `keep`.

    Redis first: see `jamakan.state.copies.copy`. Raises CopyError, RedisError, OSError; then nothing of it stays.
    """
    made_at = datetime.now(UTC)
    final = destination / f"jamakan-{made_at:%Y%m%dT%H%M%SZ}"
    unfinished = final.with_name(f".{final.name}")
    unfinished.mkdir(mode=0o700, parents=True)
    try:
        records = redis_copies.copy(core.redis, unfinished / REDIS)
        sql = sql_copies.name_of(core.db)
        sql_copies.copy(core.db, unfinished / sql)
        files = {name: _settled(unfinished / name) for name in (REDIS, sql)}
        manifest = Manifest(VERSION, made_at.isoformat(timespec="seconds"), core.key_mark, records, files)
        (unfinished / MANIFEST).write_text(json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8")
        _settled(unfinished / MANIFEST)
        unfinished.rename(final)
    except BaseException:
        shutil.rmtree(unfinished)
        raise
    for old in existing(destination)[:-keep]:
        shutil.rmtree(old)
    core.redis.set(keys.BACKED_UP, str(made_at.timestamp()))
    return final


def existing(destination: Path) -> list[Path]:
    """The whole backups below a directory, the oldest first."""
    found = (path for path in destination.iterdir() if NAME.fullmatch(path.name) and (path / MANIFEST).exists())
    return sorted(found)


def read(path: Path) -> Manifest:
    """What a backup says of itself, once its files are seen to be whole. Raises BackupError."""
    try:
        manifest = Manifest(**json.loads((path / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise BackupError(f"{path} is no backup: {MANIFEST} cannot be read ({error})") from error
    for name, digest in manifest.files.items():
        if not (path / name).exists() or _digest(path / name) != digest:
            raise BackupError(f"{path / name} is not the file that was written: use another backup")
    return manifest


def restore(core: Core, path: Path, *, keep_redis: bool, moved: bool) -> Restored:
    """Make this empty house the one of the backup.

    `keep_redis`: only SQL was lost, Redis is as it was. `moved`: the house was stopped before the backup was made, so
    that nothing left since; else what may have left is held for people. Raises BackupError, CopyError,
    DatabaseAway, RedisError.
    """
    manifest = read(path)
    _check(core, manifest, keep_redis)
    sql_copies.load(core.db, path / sql_copies.name_of(core.db))
    migrate(core.db)
    records = 0 if keep_redis else redis_copies.load(core.redis, path / REDIS)
    entries = _stored(core)
    held = None if moved else restored.hold(core.db, datetime.now(UTC))
    core.book.publish()
    project_programme(core)
    return Restored(records, entries, project_everybody(core), held)


def _check(core: Core, manifest: Manifest, keep_redis: bool) -> None:
    """Refuse a restore that would harm: with another key, of another kind of database, beside a running house."""
    if manifest.key_mark != core.key_mark:
        raise BackupError("this backup was made with another JAMAKAN_KEY: find that key, nothing else opens it")
    if (wanted := sql_copies.name_of(core.db)) not in manifest.files:
        held = next(name for name in manifest.files if name != REDIS)
        raise BackupError(f"this backup holds {held}, and JAMAKAN_DATABASE_URL would take {wanted}")
    work = queues.look(core.redis)
    if work.clock or any(queue.workers for queue in work.queues.values()):
        raise BackupError(
            "the house is running: stop it first (systemctl stop jamakan.target). "
            "Workers that were killed are forgotten after some minutes"
        )
    if not keep_redis and redis_copies.holds_house(core.redis):
        raise BackupError("this Redis holds a house: give an empty one, or --keep-redis when only SQL was lost")


def _stored(core: Core) -> int:
    """Bring the answers that waited to SQL, which counts none twice; how many there were."""
    entries = 0
    while stream.waiting(core.redis):
        if not (moved := storing.drain(core)):
            raise BackupError("somebody else reads the stream: stop the house, then restore into an empty database")
        entries += moved
    return entries


def _settled(path: Path) -> str:
    """The digest of a file that is on disk, now."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return _digest(path)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
