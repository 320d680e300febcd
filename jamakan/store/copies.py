"""A copy of the whole database, taken while it is used, and put back into an empty one."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import inspect

from jamakan.store.database import Database

NAMES = {"sqlite": "sql.db", "postgresql": "sql.dump"}  # by dialect


class CopyError(Exception):
    """The database could not be copied or put back; says why and what to do."""


def name_of(db: Database) -> str:
    """What the copy of this kind of database is called."""
    return NAMES[db.engine.dialect.name]


def copy(db: Database, path: Path) -> None:
    """Write a copy of one moment; nobody waits for it. Raises CopyError."""
    if db.engine.dialect.name == "sqlite":
        _copy_sqlite(Path(db.url.database or ""), path)
    else:
        _run(db, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}")


def load(db: Database, path: Path) -> None:
    """Put a copy into a database without tables; all of it or nothing. Raises CopyError, DatabaseAway."""
    with db.read() as connection:
        if inspect(connection).get_table_names():
            raise CopyError(f"{db.url.render_as_string()} has tables already: restore into an empty database")
    db.close()
    if db.engine.dialect.name == "sqlite":
        _copy_sqlite(path, Path(db.url.database or ""))
    else:
        options = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction")
        _run(db, "pg_restore", *options, f"--dbname={_address(db)}", str(path))


def _copy_sqlite(source: Path, target: Path) -> None:
    """By SQLite's own backup, which sees one moment, the write-ahead log included."""
    try:
        original = sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True)  # never makes a new one
        with closing(original), closing(sqlite3.connect(target)) as copied:
            original.backup(copied)
            copied.execute("PRAGMA journal_mode=DELETE")  # one file, whole in itself
            broken = copied.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.Error as error:
        raise CopyError(f"SQLite: {error}") from error
    if broken != "ok":
        raise CopyError(f"the copy of {source} is damaged, and so perhaps is the database: {broken}")


def _run(db: Database, program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise CopyError(f"{program} is not on PATH: apt-get install postgresql-client")
    address = () if program == "pg_restore" else (f"--dbname={_address(db)}",)
    secret = {"PGPASSWORD": db.url.password} if db.url.password else {}  # in the arguments, everybody could read it
    done = subprocess.run(  # noqa: S603 - found on PATH, and the arguments are ours
        [found, *address, *arguments], env=os.environ | secret, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise CopyError(f"{program} failed: {done.stderr.strip()}")


def _address(db: Database) -> str:
    return db.url.set(drivername="postgresql", password=None).render_as_string()
