"""What the fixtures promise to the other tests."""

from contextlib import closing

import pytest
from redis import Redis
from sqlalchemy import inspect, text

from jamakan.store.database import Database


@pytest.mark.parametrize("turn", ["first", "second"])
def test_each_test_gets_its_own_database_with_the_tables(database_url: str, turn: str) -> None:
    with closing(Database(database_url)) as database, database.begin() as connection:
        assert "contacts" in inspect(connection).get_table_names()
        connection.execute(text("CREATE TABLE mine (who TEXT)"))  # fails if the other turn's were here


def test_an_empty_database_has_no_tables(empty_database_url: str) -> None:
    with closing(Database(empty_database_url)) as database, database.read() as connection:
        assert inspect(connection).get_table_names() == []


@pytest.mark.parametrize("turn", ["first", "second"])
def test_each_test_gets_an_empty_redis(redis_url: str, turn: str) -> None:
    with Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("left", turn)
