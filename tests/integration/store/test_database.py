"""The database itself: what it promises and what it says when it cannot be used."""

import multiprocessing
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import IntegrityError

from jamakan.store import flow_versions
from jamakan.store.database import Database, DatabaseUrlError
from jamakan.store.migrate import alembic_config, migrate
from jamakan.store.models import Activity, Base, FlowVersion, Series
from jamakan.store.seed import seed
from tests.support.rows import column, count
from tests.support.stories import NOON
from tests.support.together import together


def test_the_migrations_make_exactly_the_tables_of_the_models(db: Database) -> None:
    with db.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_processes_starting_together_migrate_once(empty_database_url: str) -> None:
    def start(_number: int) -> None:
        with closing(Database(empty_database_url)) as database:
            migrate(database)
            seed(database, NOON.date())

    together(4, start)
    with closing(Database(empty_database_url)) as database:
        assert (count(database, Series), count(database, Activity)) == (2, 12)


def test_migrations_can_be_undone(empty_database_url: str) -> None:
    with closing(Database(empty_database_url)) as database:
        migrate(database)
        with database.begin() as connection:
            config = alembic_config()
            config.attributes["connection"] = connection
            command.downgrade(config, "base")
        with database.read() as connection:
            assert inspect(connection).get_table_names() == ["alembic_version"]


def test_times_come_back_in_utc_whatever_zone_they_were_given_in(db: Database) -> None:
    bamako_summer = datetime(2026, 7, 1, 14, 30, tzinfo=timezone(timedelta(hours=2)))
    with db.begin() as connection:
        flow_versions.keep(connection, "feedback", "v1", "steps:", bamako_summer)
    (moment,) = column(db, select(FlowVersion.published_at))
    assert (moment, moment.utcoffset()) == (datetime(2026, 7, 1, 12, 30, tzinfo=UTC), timedelta(0))


def test_a_time_without_a_zone_is_refused(db: Database) -> None:
    with pytest.raises(Exception, match="without a zone"), db.begin() as connection:
        flow_versions.keep(connection, "feedback", "v1", "steps:", datetime(2026, 7, 1))  # noqa: DTZ001


def test_a_flow_version_is_kept_for_ever_as_it_was(db: Database) -> None:
    with db.begin() as connection:
        assert flow_versions.keep(connection, "feedback", "v1", "first", NOON)
        assert not flow_versions.keep(connection, "feedback", "v1", "second", NOON)
    with db.read() as connection:
        assert flow_versions.source(connection, "v1") == "first"
        assert flow_versions.source(connection, "v2") is None


def test_an_exception_leaves_nothing_behind(db: Database) -> None:
    def fail_half_way() -> None:
        with db.begin() as connection:
            flow_versions.keep(connection, "feedback", "v1", "first", NOON)
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError):
        fail_half_way()
    assert count(db, FlowVersion) == 0


def test_references_between_tables_are_enforced(db: Database) -> None:
    with pytest.raises(IntegrityError), db.begin() as connection:
        connection.execute(text("INSERT INTO broadcast_texts (broadcast_id, language, body) VALUES (9, 'fr', '')"))


def test_sqlite_syncs_every_commit(sqlite_url: str) -> None:
    with closing(Database(sqlite_url)) as database, database.read() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys")
        settings = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
    assert settings == ["wal", 2, 1]


def test_writers_on_sqlite_queue_up_instead_of_failing(sqlite_url: str) -> None:
    """With a deferred BEGIN these reads-then-writes fail at once with 'database is locked'."""
    with closing(Database(sqlite_url)) as database:

        def write(number: int) -> None:
            for turn in range(20):
                with database.begin() as connection:
                    connection.execute(select(FlowVersion.version)).all()
                    flow_versions.keep(connection, "feedback", f"{number}-{turn}", "", NOON)

        together(4, write)
        assert count(database, FlowVersion) == 80


def _look(database: Database, answers: "multiprocessing.SimpleQueue[int]") -> None:
    answers.put(count(database, FlowVersion))


@pytest.mark.filterwarnings("ignore:This process.*multi-threaded:DeprecationWarning")
def test_a_forked_child_opens_its_own_connections(db: Database) -> None:
    """RQ forks for every job. A connection used on both sides of a fork mixes up answers."""
    count(db, FlowVersion)
    fork = multiprocessing.get_context("fork")
    answers: multiprocessing.SimpleQueue[int] = fork.SimpleQueue()
    child = fork.Process(target=_look, args=(db, answers))
    child.start()
    child.join(20)
    assert (child.exitcode, answers.get()) == (0, 0)
    assert count(db, FlowVersion) == 0


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("jamakan.db", "is not a URL"),
        ("mysql://host/name", "mysql is not supported"),
        ("sqlite://", "needs a file"),
        ("sqlite:////nowhere/at/all.db", "/nowhere/at does not exist"),
    ],
)
def test_a_url_that_cannot_be_used_says_why(url: str, problem: str) -> None:
    with pytest.raises(DatabaseUrlError, match=problem):
        Database(url)


def test_postgres_urls_as_hosters_write_them_are_understood(tmp_path: Path) -> None:
    assert Database("postgres://jamakan@host/name").url.drivername == "postgresql+psycopg"
