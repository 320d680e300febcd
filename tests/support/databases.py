"""A fresh, migrated database a test, on SQLite and on PostgreSQL.

The tables are made once a test process; a test gets a copy.
"""

import itertools
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import make_url

from jamakan.store.database import Database
from jamakan.store.migrate import migrate
from tests.support import postgres

ENGINES = ("sqlite", "postgresql")
TEMPLATE = "jamakan_template"

_numbers = itertools.count(1)


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database with the tables and nothing in them; the test runs once on each engine."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """`database_url`, on SQLite only."""
    return f"sqlite:///{shutil.copyfile(sqlite_template, tmp_path / 'jamakan.db')}"


@pytest.fixture
def postgresql_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """`database_url`, on PostgreSQL only."""
    with _database(postgres_server, postgres_template) as url:
        yield url


@pytest.fixture(params=ENGINES)
def empty_database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database with no tables at all; the test runs once on each engine."""
    url: str = request.getfixturevalue(f"empty_{request.param}_url")
    return url


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    """`empty_database_url`, on SQLite only."""
    return f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def empty_postgresql_url(postgres_server: str) -> Iterator[str]:
    """`empty_database_url`, on PostgreSQL only."""
    with _database(postgres_server, "template0") as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the tables."""
    path = tmp_path_factory.mktemp("template") / "jamakan.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of the `postgres` database of this test process's own server."""
    with postgres.running() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """The name of a database with the tables, on that server."""
    _execute(postgres_server, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(TEMPLATE)))
    _migrate(_named(postgres_server, TEMPLATE))
    return TEMPLATE


@contextmanager
def _database(server: str, template: str) -> Iterator[str]:
    name = sql.Identifier(f"jamakan_{next(_numbers)}")
    _execute(server, sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, sql.Identifier(template)))
    yield _named(server, name.as_string().strip('"'))
    _execute(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def _migrate(url: str) -> None:
    with closing(Database(url)) as database:
        migrate(database)


def _named(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string()


def _execute(url: str, statement: sql.Composed) -> None:
    plain = make_url(url).set(drivername="postgresql").render_as_string()
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(statement)
