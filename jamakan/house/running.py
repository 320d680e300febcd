"""A whole house, from an empty directory to one that answers, and back to nothing."""

import asyncio
import http.client
import os
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from redis.exceptions import RedisError

from jamakan.config import read_settings
from jamakan.core import Core, build_core
from jamakan.house.logbook import Logbook
from jamakan.house.ports import LOOPBACK
from jamakan.house.processes import CLOCK, EMULATOR, GATEWAY, PROCESSES, VALKEY, WORKER_SEND, WORKER_STORE, Process
from jamakan.house.supervisor import Supervisor
from jamakan.projections import project_programme
from jamakan.store.migrate import migrate
from jamakan.store.seed import seed

START_SECONDS = 30.0
POLL_SECONDS = 0.03


class StartError(Exception):
    """A process did not come to answer; holds its last words."""


@dataclass(frozen=True)
class Running:
    """A house that answers."""

    core: Core
    gateway: str
    carrier: str
    pids: Callable[[], Mapping[str, int]]


@asynccontextmanager
async def running(variables: Mapping[str, str], logbook: Logbook) -> AsyncIterator[Running]:
    """The house with these settings for the block; they become this process's environment too.

    Valkey first, then the database while the doors open, then those who need both. Raises StartError.
    """
    os.environ.update(variables)
    core = build_core(read_settings())
    supervisor = Supervisor(PROCESSES, os.environ, logbook.say)
    gateway = f"http://{LOOPBACK}:{variables['JAMAKAN_PORT']}"
    carrier = f"http://{LOOPBACK}:{variables['EMULATOR_PORT']}"
    try:
        await supervisor.start(VALKEY)
        await _until(VALKEY, lambda: _pings(core), logbook)
        await supervisor.start(GATEWAY, EMULATOR)
        await asyncio.to_thread(_prepare, core)
        await supervisor.start(WORKER_STORE, WORKER_SEND, CLOCK)
        await _until(GATEWAY, lambda: _says_ok(gateway, "/health/ready"), logbook)
        await _until(EMULATOR, lambda: _says_ok(carrier, "/_control/"), logbook)
        yield Running(core, gateway, carrier, supervisor.pids)
    finally:
        await supervisor.stop()


def _prepare(core: Core) -> None:
    """Tables, the Mali programme, and what Redis shows of it. Safe to repeat."""
    migrate(core.db)
    seed(core.db, datetime.now(core.settings.zone).date())
    project_programme(core)


async def _until(process: Process, answers: Callable[[], bool], logbook: Logbook) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not await asyncio.to_thread(answers):
        if time.monotonic() > deadline:
            words = logbook.last_words(process.name)
            raise StartError(f"{process.name} did not answer within {START_SECONDS:.0f} s. Its last words:\n{words}")
        await asyncio.sleep(POLL_SECONDS)


def _pings(core: Core) -> bool:
    try:
        return bool(core.redis.ping())
    except RedisError:
        return False


def _says_ok(url: str, path: str) -> bool:
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
