"""The door before Valkey: what it loses is done all the same."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError

from jamakan.house.valkey import socket_path
from jamakan.state.connection import connect
from tests.faults.proxy import before
from tests.support import valkey


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a name short enough for a Unix socket in it."""
    with tempfile.TemporaryDirectory(prefix="jamakan-") as name:
        yield Path(name)


def test_a_lost_reply_is_of_a_command_that_was_done(folder: Path) -> None:
    with (
        valkey.running(folder),
        before(socket_path(folder), folder / "door") as door,
        connect(f"unix://{folder / 'door'}") as redis,
    ):
        assert redis.incr("done") == 1
        door.dropping = 1.0
        with pytest.raises(RedisConnectionError):
            redis.incr("done")
        door.dropping = 0.0
        assert redis.get("done") == b"2"
        assert door.dropped == 1
