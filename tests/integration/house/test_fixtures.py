"""What the fixtures promise to the other tests."""

from contextlib import closing

import pytest
from redis import Redis
from sqlalchemy import create_engine, inspect, text

from jamakan.store.database import Database
from tests.support import postgres


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


def test_the_wheel_brings_a_postgresql_to_machines_without_one() -> None:
    with postgres.running(postgres.wheel_binaries()) as url:
        engine = create_engine(url)
        with engine.connect() as connection:
            assert connection.execute(text("SELECT 1")).scalar_one() == 1
        engine.dispose()
