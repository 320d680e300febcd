"""A database with the Mali programme in it, and the people of these tests."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from jamakan.store.database import Database
from jamakan.store.seed import seed
from tests.support.stories import NOON, Phone


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A migrated database, once on SQLite and once on PostgreSQL."""
    with closing(Database(database_url)) as database:
        yield database


@pytest.fixture
def programme(db: Database) -> Database:
    """The same with the Mali programme: the coming series begins on 26 November 2026 in Kayes."""
    seed(db, NOON.date())
    return db


@pytest.fixture
def awa() -> Phone:
    return Phone("+22370000001")


@pytest.fixture
def moussa() -> Phone:
    return Phone("+22370000002")


@pytest.fixture
def fatou() -> Phone:
    """She stops messages in the tests that speak of it."""
    return Phone("+22370000003")
