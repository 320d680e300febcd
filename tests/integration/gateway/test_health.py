"""What load balancers and people ask first: does it live, can it promise anything."""

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from redis import Redis

from gateway.app import create_app
from jamakan.config import Settings
from jamakan.core import Core, build_core
from jamakan.privacy.vault import new_key
from tests.support import weak
from tests.support.line import KEY, Line

PATIENCE = 20.0


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite only: its file can be moved away."""
    return sqlite_url


@pytest.fixture
def own_core(tmp_path: Path, sqlite_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Core]:
    """A core on a Redis of this test's own, to spoil."""
    with weak.valkey(tmp_path_factory.mktemp("valkey")) as url:
        core = build_core(Settings(env="development", key=KEY, var=tmp_path, redis_url=url, database_url=sqlite_url))
        with closing(core):
            yield core


def sql_is_told(client: FlaskClient, how: str) -> bool:
    """Whether the page says so of SQL, at the latest after a while: it does not wait for SQL itself."""
    deadline = time.monotonic() + PATIENCE
    while (ready := client.get("/health/ready")).json != {"status": "ready", "sql": how}:
        if time.monotonic() > deadline:
            return False
    return ready.status_code == 200


def test_a_house_that_can_answer_is_ready(client: FlaskClient) -> None:
    assert client.get("/health/live").json == {"status": "live"}
    assert sql_is_told(client, "up")


def test_without_sql_it_is_ready_and_says_so(awa: Line, client: FlaskClient, core: Core) -> None:
    core.db.close()
    database = Path(core.settings.database_url.removeprefix("sqlite:///"))
    database.rename(database.with_name("away"))
    database.mkdir()  # in its place something that is no database
    assert sql_is_told(client, "away: what is said now is stored later")
    awa.dials("1")
    awa.sees("Bienvenue")


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (("CONFIG", "SET", "maxmemory", "1"), "Redis keeps nothing now: command not allowed when used memory"),
        (("REPLICAOF", "127.0.0.1", "1"), "Redis keeps nothing now: You can't write against a read only replica"),
    ],
    ids=["full", "replica"],
)
def test_a_redis_that_keeps_nothing_makes_it_unready(own_core: Core, spoil: tuple[str, ...], reason: str) -> None:
    client = create_app(own_core).test_client()
    assert client.get("/health/ready").status_code == 200
    with closing(Redis.from_url(own_core.settings.redis_url)) as other:
        other.execute_command(*spoil)
    unready = client.get("/health/ready")
    assert unready.status_code == 503
    assert unready.json is not None
    assert unready.json["reason"].startswith(reason)
    assert client.get("/health/live").status_code == 200


def test_a_redis_that_is_away_makes_it_unready(tmp_path: Path, sqlite_url: str) -> None:
    settings = Settings(
        env="development", key=KEY, var=tmp_path, redis_url=f"unix://{tmp_path}/no", database_url=sqlite_url
    )
    with closing(build_core(settings)) as core:
        unready = create_app(core).test_client().get("/health/ready")
    assert unready.status_code == 503
    assert "does not answer" in unready.text


def test_another_key_than_the_house_makes_it_unready(core: Core) -> None:
    """Its Redis was exchanged under it: what it would write nobody could read."""
    core.check_key()
    with closing(build_core(Settings(**(core.settings.model_dump() | {"key": new_key()})))) as other:
        unready = create_app(other).test_client().get("/health/ready")
    assert unready.status_code == 503
    assert "another JAMAKAN_KEY" in unready.text
