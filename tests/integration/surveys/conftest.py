"""A database with nothing in it."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from jamakan.store.database import Database


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A migrated database, once on SQLite and once on PostgreSQL."""
    with closing(Database(database_url)) as database:
        yield database
