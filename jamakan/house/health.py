"""Whether the servers of a house answer."""

import asyncio
import http.client
import socket
import time
from collections.abc import Callable
from pathlib import Path

ANSWER_SECONDS = 2.0
POLL_SECONDS = 0.02


def pings(path: Path) -> bool:
    """Whether the Valkey on this Unix socket takes commands; not while it still loads its data.

    Two lines of its protocol, because the client library takes longer to import than the server to start.
    """
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(ANSWER_SECONDS)
        try:
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def says_ok(url: str) -> bool:
    """Whether a GET of `url`, on this machine, is answered 200."""
    host, _, path = url.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", f"/{path}")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


async def until(answers: Callable[[], bool], seconds: float) -> None:
    """Wait until it does. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not await asyncio.to_thread(answers):
        if time.monotonic() > deadline:
            raise TimeoutError
        await asyncio.sleep(POLL_SECONDS)
