"""A whole house, from an empty directory to one that answers, and back to nothing."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jamakan.house.health import pings, says_ok, until
from jamakan.house.logbook import Logbook
from jamakan.house.ports import LOOPBACK
from jamakan.house.processes import EMULATOR, GATEWAY, PROCESSES, VALKEY, WORKERS, Process
from jamakan.house.supervisor import Supervisor
from jamakan.house.valkey import socket_path, socket_url

if TYPE_CHECKING:
    from jamakan.house.preparation import Prepared

START_SECONDS = 60.0


class StartError(Exception):
    """A process did not come to answer; holds its last words."""


@dataclass(frozen=True)
class Running:
    """A house that answers."""

    gateway: str
    carrier: str
    prepared: "Prepared"
    pids: Callable[[], Mapping[str, int]]


@asynccontextmanager
async def running(variables: Mapping[str, str], logbook: Logbook) -> AsyncIterator[Running]:
    """The house with these settings for the block; they become this process's environment too.

    Valkey first, then the database while the doors open, then those who need both. Raises StartError.
    """
    os.environ.update(variables)
    supervisor = Supervisor(PROCESSES, os.environ, logbook.say)
    gateway = f"http://{LOOPBACK}:{variables['JAMAKAN_PORT']}"
    carrier = f"http://{LOOPBACK}:{variables['EMULATOR_PORT']}"
    try:
        await supervisor.start(VALKEY)
        await _until_up(VALKEY, lambda: _redis_is_up(variables), logbook)
        await supervisor.start(GATEWAY, EMULATOR)
        prepared = await asyncio.to_thread(_prepare)
        await supervisor.start(*WORKERS)
        await _until_up(GATEWAY, lambda: says_ok(f"{gateway}/health/ready"), logbook)
        await _until_up(EMULATOR, lambda: says_ok(f"{carrier}/_control/"), logbook)
        yield Running(gateway, carrier, prepared, supervisor.pids)
    finally:
        await supervisor.stop()


def _prepare() -> "Prepared":
    from jamakan.house.preparation import prepare  # a second of imports, while the gateway does its own

    return prepare()


def _redis_is_up(variables: Mapping[str, str]) -> bool:
    """One that somebody else runs is taken to be up: the gateway's health tells if it is not."""
    var = Path(variables["JAMAKAN_VAR"])
    return variables["JAMAKAN_REDIS_URL"] != socket_url(var) or pings(socket_path(var))


async def _until_up(process: Process, answers: Callable[[], bool], logbook: Logbook) -> None:
    try:
        await until(answers, START_SECONDS)
    except TimeoutError as error:
        words = logbook.last_words(process.name)
        raise StartError(f"{process.name} is not up after {START_SECONDS:.0f} s. Its last words:\n{words}") from error
