"""The two servers under a house, kept by the house's own supervisor: started again when they die, until stopped."""

import asyncio
import os
import signal
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import psycopg

from jamakan.house import leash
from jamakan.house.health import pings
from jamakan.house.processes import VALKEY, Process
from jamakan.house.supervisor import Child, Say
from jamakan.house.valkey import socket_path
from tests.faults.plan import POSTGRES
from tests.support import postgres

START_SECONDS = 60.0
STOP_SECONDS = 10.0
POLL_SECONDS = 0.05

DURABLE = {  # everything that the fixtures of tests turn off for speed is on
    "listen_addresses": "",
    "max_connections": "60",
    "timezone": "Africa/Nairobi",
    "min_wal_size": "32MB",
    "max_wal_size": "64MB",
    "dynamic_shared_memory_type": "mmap",  # files on its own disk: a killed server leaves none in /dev/shm
}


class Server:
    """A process that can be told to stay away for a while."""

    def __init__(self, process: Process, environment: Mapping[str, str], say: Say, up: Callable[[], bool]) -> None:
        self._new: Callable[[], Child] = lambda: Child(process, environment, say)
        self._up = up
        self._child = self._new()
        self.name = process.name

    @property
    def pid(self) -> int:
        """The process id now; 0 while there is none."""
        return self._child.pid

    async def start(self) -> None:
        """Start it and wait until it answers. Raises TimeoutError."""
        await self._child.start()
        async with asyncio.timeout(START_SECONDS):
            while not await asyncio.to_thread(self._up):
                await asyncio.sleep(POLL_SECONDS)

    async def stop(self, seconds: float = STOP_SECONDS) -> None:
        """End it, and leave it ended. PostgreSQL is told not to wait for those connected."""
        if self.name == POSTGRES and self.pid:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGINT)
        await self._child.stop(seconds)
        self._child = self._new()


def valkey(var: Path, say: Say) -> Server:
    """The embedded Valkey of a `var` directory."""
    environment = os.environ | {"JAMAKAN_REDIS_URL": "", "REDIS_URL": "", "JAMAKAN_VAR": str(var)}
    return Server(VALKEY, environment, say, lambda: pings(socket_path(var)))


def postgresql(folder: Path, data: Path, say: Say) -> Server:
    """A PostgreSQL with its files in `data`, its socket and (if need be) binaries in `folder`; both are made here."""
    user = postgres.unprivileged_user()
    for path in (folder, data):
        path.mkdir(mode=0o711)
        if user:
            path.chmod(0o711)
            _give(path, user)
    binaries = postgres.readable(postgres.find_binaries(), folder, user)
    postgres.initialise(binaries, data / "data", user)
    settings = DURABLE | {"unix_socket_directories": str(folder)}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    server = [str(binaries / "postgres"), "-D", str(data / "data"), *options]
    argv = leash.leashed(server, user)[1:]  # a table of processes names none but Python's
    return Server(Process(POSTGRES, tuple(argv)), os.environ | {"HOME": "/"}, say, lambda: connects(folder))


def postgres_url(folder: Path) -> str:
    """The URL of its database, for the house."""
    return f"postgresql+psycopg://{postgres.ROLE}@/postgres?host={folder}"


def connects(folder: Path) -> bool:
    """Whether it lets anybody in."""
    with suppress(psycopg.OperationalError):
        psycopg.connect(host=str(folder), user=postgres.ROLE, dbname="postgres", connect_timeout=2).close()
        return True
    return False


def _give(path: Path, user: str) -> None:
    subprocess.run(["chown", user, str(path)], check=True)
