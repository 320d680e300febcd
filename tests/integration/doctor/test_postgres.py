"""A PostgreSQL set weaker than the promises need is found, wherever it was set; one set as it ships passes."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
import time_machine
from psycopg import sql
from sqlalchemy.engine import make_url

from jamakan.doctor.examination import examine
from jamakan.doctor.verdicts import Level
from jamakan.store.database import Database
from jamakan.store.migrate import migrate
from tests.support import postgres
from tests.support.weak import Built, asked

AS_IT_SHIPS = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "max_connections": "100"}
ROLE, DATABASE = "jamakan", "programme"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The URL of a database on a server as PostgreSQL ships it."""
    with postgres.running(**AS_IT_SHIPS) as url:
        execute(url, f"CREATE DATABASE {DATABASE}")
        own = make_url(url).set(database=DATABASE).render_as_string()
        with closing(Database(own)) as database:
            migrate(database)
        yield own


def execute(url: str, statement: str) -> None:
    """Run a statement as the administrator, whatever was weakened."""
    plain = make_url(url).set(drivername="postgresql").render_as_string()
    with psycopg.connect(plain, autocommit=True, options="-c default_transaction_read_only=off") as connection:
        connection.execute(sql.SQL(statement))  # type: ignore[arg-type]  # of this file's own words


def test_a_server_as_it_ships_passes_every_check(server: str, built: Built) -> None:
    found = [f for f in examine(built(database_url=server)) if f.group in {"postgresql", "tables"}]
    assert {finding.verdict.level for finding in found} == {Level.OK}, found
    assert len(found) > 10


@pytest.mark.parametrize(
    ("weaken", "mend"),
    [
        (f"ALTER ROLE {ROLE} SET synchronous_commit = off", f"ALTER ROLE {ROLE} RESET synchronous_commit"),
        (
            f"ALTER DATABASE {DATABASE} SET synchronous_commit = off",
            f"ALTER DATABASE {DATABASE} RESET synchronous_commit",
        ),
        (
            f"ALTER ROLE {ROLE} IN DATABASE {DATABASE} SET synchronous_commit = off",
            f"ALTER ROLE {ROLE} IN DATABASE {DATABASE} RESET synchronous_commit",
        ),
    ],
    ids=["role", "database", "role in database"],
)
def test_commits_that_are_not_flushed_are_found_and_mended_as_it_says(
    server: str, built: Built, weaken: str, mend: str
) -> None:
    execute(server, weaken)
    verdict = asked(built(database_url=server), "postgresql", "synchronous_commit")
    assert verdict.level is Level.FAILURE
    assert "synchronous_commit is off" in verdict.says
    assert verdict.do == mend
    execute(server, verdict.do)
    assert asked(built(database_url=server), "postgresql", "synchronous_commit").level is Level.OK


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "synchronous_commit"])
def test_a_server_started_without_safety_is_found(postgresql_url: str, built: Built, setting: str) -> None:
    """The server of the other tests is: they test no power cut."""
    verdict = asked(built(database_url=postgresql_url), "postgresql", setting)
    assert verdict.level is Level.FAILURE
    assert f"{setting} is off (command line)" in verdict.says


@pytest.mark.parametrize(
    ("weaken", "mend", "check", "words"),
    [
        (
            f"ALTER ROLE {ROLE} SET default_transaction_isolation = 'serializable'",
            f"ALTER ROLE {ROLE} RESET default_transaction_isolation",
            "default_transaction_isolation",
            "our claims would fail",
        ),
        (
            f"ALTER DATABASE {DATABASE} SET default_transaction_read_only = on",
            f"ALTER DATABASE {DATABASE} RESET default_transaction_read_only",
            "default_transaction_read_only",
            "nothing can be stored",
        ),
        (
            f"ALTER ROLE {ROLE} CONNECTION LIMIT 5",
            f"ALTER ROLE {ROLE} CONNECTION LIMIT -1",
            "connections",
            "the role allows 5 connections",
        ),
        (
            f"ALTER DATABASE {DATABASE} CONNECTION LIMIT 7",
            f"ALTER DATABASE {DATABASE} CONNECTION LIMIT -1",
            "connections",
            "the database allows 7 connections",
        ),
        ("ALTER TABLE quarantine SET UNLOGGED", "ALTER TABLE quarantine SET LOGGED", "tables", "quarantine"),
    ],
    ids=["isolation", "read only", "role's connections", "database's connections", "unlogged table"],
)
def test_other_weaknesses(server: str, built: Built, weaken: str, mend: str, check: str, words: str) -> None:
    execute(server, weaken)
    try:
        verdict = asked(built(database_url=server), "postgresql", check)
    finally:
        execute(server, mend)
    assert verdict.level is Level.FAILURE
    assert words in verdict.says
    assert verdict.do


def test_a_database_in_another_encoding_is_found(server: str, built: Built) -> None:
    execute(server, "CREATE DATABASE old TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    url = make_url(server).set(database="old").render_as_string()
    verdict = asked(built(database_url=url), "postgresql", "server_encoding")
    assert verdict.level is Level.FAILURE
    assert "LATIN1" in verdict.says
    assert asked(built(database_url=url), "tables", "migrations").says == "there are no tables"


@pytest.mark.parametrize(("seconds", "level"), [(10, Level.WARNING), (90, Level.FAILURE)])
def test_clocks_apart_are_found(server: str, built: Built, seconds: int, level: Level) -> None:
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=seconds), tick=True):
        verdict = asked(built(database_url=server), "postgresql", "clock")
    assert verdict.level is level
    assert "PostgreSQL's clock is" in verdict.says


def test_a_server_that_is_away_is_one_failure(built: Built) -> None:
    core = built(database_url="postgresql://jamakan@/programme?host=/nowhere")
    found = [f for f in examine(core) if f.group in {"postgresql", "tables", "messages"}]
    assert [f.check for f in found if f.verdict.level is Level.FAILURE] == ["answers"]
    assert {f.verdict.level for f in found[1:]} == {Level.UNKNOWN}
