"""SQLite as we set it passes; weakened, missing, of another version or on another file system it is found."""

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import event

from jamakan.doctor.examination import examine
from jamakan.doctor.verdicts import Level
from jamakan.privacy.vault import new_key
from tests.support.line import Line
from tests.support.weak import Built, asked

SHARED_MEMORY = Path("/dev/shm")


def test_our_connections_pass_every_check(sqlite_url: str, built: Built) -> None:
    found = [f for f in examine(built(database_url=sqlite_url)) if f.group in {"sqlite", "tables"}]
    assert {finding.verdict.level for finding in found} == {Level.OK}, found
    assert [finding.check for finding in found] == ["journal", "synchronous", "migrations", "key"]


@pytest.mark.parametrize("weaker", ["OFF", "NORMAL"])
def test_connections_that_do_not_sync_are_found(sqlite_url: str, built: Built, weaker: str) -> None:
    core = built(database_url=sqlite_url)
    event.listen(core.db.engine, "connect", lambda raw, _: raw.execute(f"PRAGMA synchronous={weaker}"))
    verdict = asked(core, "sqlite", "synchronous")
    assert verdict.level is Level.FAILURE
    assert f"synchronous is {weaker}: a power cut loses" in verdict.says


def test_a_journal_that_is_not_a_write_ahead_log_is_found(sqlite_url: str, built: Built) -> None:
    core = built(database_url=sqlite_url)
    event.listen(core.db.engine, "connect", lambda raw, _: raw.execute("PRAGMA journal_mode=DELETE"))
    assert asked(core, "sqlite", "journal").says == "journal_mode is delete, not wal"


def test_looking_makes_no_file(tmp_path: Path, built: Built) -> None:
    assert "'python3 run.py migrate' makes it" in asked(built(), "sqlite", "answers").says
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("revision", "level", "words"),
    [
        ("0001", Level.FAILURE, "the tables are at 0001, this version needs"),
        ("9999", Level.WARNING, "the tables (9999) are newer than this version"),
    ],
)
def test_tables_of_another_version_are_found(
    sqlite_url: str, built: Built, revision: str, level: Level, words: str
) -> None:
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    verdict = asked(built(database_url=sqlite_url), "tables", "migrations")
    assert verdict.level is level
    assert words in verdict.says


class TestOfAHouse:
    """With somebody in it."""

    @pytest.fixture
    def database_url(self, sqlite_url: str) -> str:
        return sqlite_url

    def test_a_key_that_opens_nothing_is_found(self, awa: Line, built: Built) -> None:
        awa.dials("1")
        awa.outbox()
        url = awa.core.settings.database_url
        assert asked(built(database_url=url), "tables", "key").says == "the key opens what is stored"
        other = asked(built(database_url=url, key=new_key()), "tables", "key")
        assert other.level is Level.FAILURE
        assert "does not open what is stored" in other.says


def test_a_database_in_memory_is_found(built: Built) -> None:
    with tempfile.TemporaryDirectory(dir=SHARED_MEMORY) as folder:
        verdict = asked(built(database_url=f"sqlite:///{folder}/jamakan.db"), "machine", "file system")
    assert verdict.level is Level.FAILURE
    assert "in memory (tmpfs): a restart loses everything" in verdict.says


def test_a_directory_open_to_others_is_found(tmp_path: Path, built: Built) -> None:
    tmp_path.chmod(0o750)
    verdict = asked(built(), "machine", "private")
    assert verdict.level is Level.FAILURE
    assert verdict.do == f"chmod 0700 {tmp_path}"
    tmp_path.chmod(0o700)
    assert asked(built(), "machine", "private").level is Level.OK
