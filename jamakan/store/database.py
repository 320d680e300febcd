"""One database, SQLite or PostgreSQL, and the ways to use it: `begin` to write, `read` to look."""

import os
import re
import sqlite3
import time
import weakref
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zlib import crc32

import sqlalchemy
from sqlalchemy import ColumnElement, Connection, Engine, String, event, literal_column, or_, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DataError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import InstrumentedAttribute

BUSY_SECONDS = 30  # how long a writer waits for another one on SQLite: longer than our longest transaction
WAL_PAUSE = 0.01  # seconds between attempts to switch a new file to WAL
CONNECT_SECONDS = 3  # a caller whose profile is read waits for it, once
TURN_PAUSE = 0.001  # seconds between attempts to be the next writer
DEFERRED, IMMEDIATE = "DEFERRED", "IMMEDIATE"
MODE = "jamakan_begin"  # execution option naming how SQLite begins
WORD = re.compile(r"[a-z_]*")  # what `constant` writes without quoting
COUNTED = "jamakan_counted"  # of a connection: what its transaction counts
Written = Callable[[Connection, Counter[Any]], None]
UNCHECKED = "jamakan_unchecked"  # execution option: SQLite's references may dangle until the end


class DatabaseUrlError(ValueError):
    """JAMAKAN_DATABASE_URL names no database that can be used."""


class Unstorable(ValueError):
    """A value that no column can hold or be compared with: a NUL in a text, a number of more than 63 bits."""


class DatabaseAway(Exception):
    """The database cannot be reached, is full or is locked: what was asked may be asked again later."""


class Database:
    """A database by its URL: `sqlite:///path/to/file.db` or `postgresql://user:password@host/name`.

    Every write on SQLite begins IMMEDIATE and is synced (design, promise 1). Connections never cross a fork.
    """

    def __init__(self, url: str) -> None:
        self.url = _driver_url(url)
        self.engine = _engine(self.url)
        self._writing = self.engine.execution_options(**{MODE: IMMEDIATE})
        self._reading = self.engine.execution_options(postgresql_readonly=True)
        self._still = self._reading
        if self.engine.dialect.name == "postgresql":  # on SQLite every transaction is one
            self._still = self._reading.execution_options(isolation_level="REPEATABLE READ")
        weakref.finalize(self, self.engine.dispose).atexit = False  # who forgets `close` leaves nothing open
        engine = weakref.ref(self.engine)
        os.register_at_fork(after_in_child=lambda: _forget_connections(engine()))

    @contextmanager
    def begin(self, lock: str = "") -> Iterator[Connection]:
        """A write transaction: committed at the end of the block, rolled back on any exception.

        `lock` names a turnstile: two transactions with the same name never run side by side. Raises DatabaseAway:
        then nothing was kept.
        """
        with _telling(), self._writing.begin() as connection:
            if lock:
                turnstile(connection, lock)
            gathered: dict[Written, Counter[Any]] = {}
            notes = connection.info  # looked up now: a connection that broke meanwhile has none to show
            notes[COUNTED] = gathered
            try:
                yield connection
            finally:
                notes.pop(COUNTED, None)
            for write, changes in gathered.items():
                write(connection, changes)

    @contextmanager
    def rebuild(self) -> Iterator[Connection]:
        """A write transaction for migrations, one at a time. SQLite may drop tables that others refer to.

        What dangles at the end rolls it all back: raises DatabaseAway naming it.
        """
        try:
            with _telling(), self._writing.execution_options(**{UNCHECKED: True}).begin() as connection:
                turnstile(connection, "migrate")
                yield connection
                if connection.dialect.name == "sqlite" and (
                    dangling := connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                ):
                    raise DatabaseAway(f"a row of {dangling[0]} would refer to nothing in {dangling[2]}")
        finally:
            self.close()  # SQLite's connection would go on unchecked

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A look that holds back no writers. Nothing can be written in it, or nothing of it is kept.

        Each statement is consistent. On PostgreSQL a later one may see what was committed since; where several
        have to agree, use `snapshot`. Raises DatabaseAway.
        """
        with self._look(self._reading) as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A look in which all is as it was at the first statement, however long it takes. Raises DatabaseAway."""
        with self._look(self._still) as connection:
            yield connection

    @contextmanager
    def _look(self, engine: Engine) -> Iterator[Connection]:
        with _telling(), engine.connect() as connection:
            yield connection
            if connection.dialect.name == "postgresql":
                connection.commit()  # after a rollback psycopg prepares every statement anew: a fifth of the work

    def close(self) -> None:
        """Close the pooled connections."""
        self.engine.dispose()


def turnstile(connection: Connection, name: str) -> None:
    """Wait until no other transaction is past the turnstile of this name. SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": crc32(name.encode())})


def counted(connection: Connection, write: Written) -> Counter[Any]:
    """What a transaction of `begin` counts, for `write` to keep as the last it does.

    Rows that everybody adds to are locked for an instant that way, and whoever writes them in one order never waits
    for somebody who waits for them.
    """
    gathered: dict[Written, Counter[Any]] = connection.info[COUNTED]
    return gathered.setdefault(write, Counter())


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """A part of a transaction that an exception undoes by itself, with what it counted."""
    gathered: dict[Written, Counter[Any]] = connection.info[COUNTED]
    before = {write: changes.copy() for write, changes in gathered.items()}
    try:
        with connection.begin_nested():
            yield
    except BaseException:
        gathered.clear()
        gathered.update(before)
        raise


def insert(connection: Connection, table: type[Any]) -> postgresql.Insert:
    """INSERT with ON CONFLICT for the database at hand; both dialects have the same methods."""
    return insert_on(connection.dialect.name, table)


def insert_on(dialect: str, table: type[Any]) -> postgresql.Insert:
    """The same by the name of the dialect, for statements made once."""
    if dialect == "sqlite":
        return sqlite.insert(table)  # type: ignore[return-value]  # the twin of postgresql.Insert, same methods
    return postgresql.insert(table)


def constant(word: str) -> ColumnElement[str]:
    """One of our words, written into the statement: partial indexes serve only conditions the planner can read."""
    if not WORD.fullmatch(word):
        raise ValueError(f"{word!r} is no word of ours: give it as a parameter")
    return literal_column(f"'{word}'", String())


def among(column: ColumnElement[str] | InstrumentedAttribute[str], words: Iterable[str]) -> ColumnElement[bool]:
    """`IN` for statements run once for each of many rows: there SQLAlchemy does not expand lists."""
    return or_(*(column == word for word in words))


@contextmanager
def _telling() -> Iterator[None]:
    """The drivers' errors as ours."""
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise DatabaseAway(str(error.orig)) from error
    except PoolTimeout as error:
        raise DatabaseAway(str(error)) from error
    except (DataError, OverflowError) as error:  # sqlite3's OverflowError is passed on as it is
        raise Unstorable("a value no column can hold") from error


def _driver_url(written: str) -> URL:
    try:
        url = make_url(written)
    except ArgumentError as error:
        raise DatabaseUrlError(
            "JAMAKAN_DATABASE_URL is not a URL: write sqlite:///var/jamakan.db "
            "or postgresql://user:password@host/name"
        ) from error
    backend = url.drivername.split("+")[0]
    if backend == "sqlite":
        if not url.database or url.database == ":memory:":
            raise DatabaseUrlError("JAMAKAN_DATABASE_URL: SQLite needs a file, as in sqlite:///var/jamakan.db")
        return url.set(drivername="sqlite+pysqlite")
    if backend in {"postgresql", "postgres"}:
        return url.set(drivername="postgresql+psycopg")
    raise DatabaseUrlError(f"JAMAKAN_DATABASE_URL: {backend} is not supported, SQLite and PostgreSQL are")


def _engine(url: URL) -> Engine:
    if url.drivername.startswith("sqlite"):
        folder = Path(url.database or "").parent
        if not folder.is_dir():
            raise DatabaseUrlError(f"JAMAKAN_DATABASE_URL: the folder {folder} does not exist")
        engine = sqlalchemy.create_engine(
            url, hide_parameters=True, pool_size=0, connect_args={"timeout": BUSY_SECONDS}
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return sqlalchemy.create_engine(
        url,
        hide_parameters=True,  # errors are logged, and parameters hold what people said
        pool_size=0,  # one for each of our threads: a new one costs milliseconds, and has prepared nothing
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT_SECONDS, "application_name": "jamakan"},
    )


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN would be deferred: ours is in `_begin_sqlite`
    _use_wal(connection)
    for setting in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {setting}")


def _use_wal(connection: Any) -> None:
    """Switch to the write-ahead log. A new file is needed alone for that, and SQLite itself does not wait for it."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(WAL_PAUSE)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    mode = options.get(MODE, DEFERRED)
    if options.get(UNCHECKED):  # works only outside a transaction
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    if mode == DEFERRED or not _take_turn(connection.connection.dbapi_connection):
        connection.exec_driver_sql(f"BEGIN {mode}")


def _take_turn(connection: Any) -> bool:
    """Begin to write soon after the writer before has ended. False: what stands in the way is not another writer.

    SQLite's own waiting sleeps longer each time, up to 0.1 s: whoever writes now and then would starve beside whoever
    writes all the time (bench/handover.py: 2.2 s for one in twenty).
    """
    until = time.monotonic() + BUSY_SECONDS
    connection.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    return False
                time.sleep(TURN_PAUSE)
            else:
                return True
    finally:
        connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")


def _forget_connections(engine: Engine | None) -> None:
    if engine is not None:
        engine.dispose(close=False)  # the parent still uses them: forget, do not close
