"""A real Valkey with its append-only file, started as the house starts it."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import RedisError

from jamakan.house.leash import leashed
from jamakan.house.valkey import socket_url

START_SECONDS = 20.0


def answers(url: str) -> bool:
    """Whether the server at `url` takes commands now."""
    try:
        with Redis.from_url(url, socket_timeout=1) as client:
            return bool(client.ping())
    except RedisError:
        return False


def wait_until_answers(server: "subprocess.Popen[bytes]", url: str) -> None:
    """Wait for a server that was just started."""
    deadline = time.monotonic() + START_SECONDS
    while not answers(url):
        assert server.poll() is None, "Valkey ended before it answered"
        assert time.monotonic() < deadline, f"Valkey did not answer within {START_SECONDS} s"
        time.sleep(0.01)


@contextmanager
def running(var: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The server of a `var` directory, on a leash, for the `with` block."""
    argv = leashed([sys.executable, "-m", "jamakan.house", "valkey"])
    elsewhere = {"JAMAKAN_REDIS_URL": "", "REDIS_URL": "", "JAMAKAN_VAR": str(var)}
    server = subprocess.Popen(argv, env=os.environ | elsewhere, stdin=subprocess.DEVNULL)
    try:
        wait_until_answers(server, socket_url(var))
        yield server
    finally:
        server.terminate()
        server.wait(START_SECONDS)


@pytest.fixture(scope="session")
def valkey_url() -> Iterator[str]:
    """The URL of a server of this test process. Shared: use `redis_url` for an empty one."""
    with tempfile.TemporaryDirectory(prefix="jamakan-valkey-") as directory, running(Path(directory)):
        yield socket_url(Path(directory))


@pytest.fixture
def redis_url(valkey_url: str) -> str:
    """The URL of a server with nothing in it."""
    with Redis.from_url(valkey_url) as client:
        client.flushall()
    return valkey_url
