"""A fresh house to break: every process of the table, on servers and a disk of its own, under real supervision.

Between the house and its Valkey stands a door that can lose replies; between it and the pretend carrier's reports,
the load's books. The carrier keeps its ledger elsewhere: it is another company, with its own disk and power.
"""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from jamakan.house.leash import leashed
from jamakan.house.logbook import Logbook
from jamakan.house.ports import LOOPBACK, free_port
from jamakan.house.processes import GATEWAY, PROCESSES, VALKEY
from jamakan.house.running import Running, running
from jamakan.house.valkey import socket_path
from jamakan.house.variables import demo_variables
from jamakan.privacy.vault import Vault
from tests.faults import proxy, servers
from tests.faults.books import Rows, rows_of_postgresql, rows_of_sqlite
from tests.faults.disk import Disk, disk
from tests.faults.history import History
from tests.faults.plan import POSTGRES
from tests.faults.proxy import ReplyDropper
from tests.faults.servers import Server
from tests.faults.wire import Post
from tests.support import postgres
from tests.support.pids import alive, children

GATEWAY_WORKER = "gateway-worker"
TARGETS = (*(process.name for process in PROCESSES), GATEWAY_WORKER)
COMMAND_SECONDS = 100.0
UNLIMITED = {  # what protects people and budgets is not what breaks here
    "JAMAKAN_SEND_FROM": "00:00",
    "JAMAKAN_SEND_UNTIL": "23:59:59",
    "JAMAKAN_UNASKED_A_DAY": "100",
    "JAMAKAN_REPLIES_A_DAY": "10000",
    "JAMAKAN_APPROVAL_OVER": "1000000",
    "EMULATOR_BALANCE": "USD 99999.0000",
    "EMULATOR_RETRY_SECONDS": "2",
}


@dataclass
class House:
    """One that answers. `servers` by name: Valkey, and PostgreSQL where that is its database.

    `reminded`: the marks of the reminders that a command said are on their way.
    """

    folder: Path
    disk: Disk
    variables: Mapping[str, str]
    door: ReplyDropper
    running: Running
    servers: Mapping[str, Server]
    rows: Rows
    commands: "list[subprocess.Popen[str]]" = field(default_factory=list)
    reminded: list[str] = field(default_factory=list)

    @property
    def vault(self) -> Vault:
        """The house's own."""
        return Vault.from_text(self.variables["JAMAKAN_KEY"])

    @property
    def database(self) -> Path:
        """The SQLite file, where that is its database."""
        return self.disk.path / "var" / "jamakan.db"

    def pid(self, target: str) -> int:
        """The process of this name now; 0 while there is none."""
        if target == GATEWAY_WORKER:
            return next(iter(children(self.pid(GATEWAY.name))), 0)
        return self.servers[target].pid if target in self.servers else self.running.pids().get(target, 0)

    def tree(self, target: str) -> list[int]:
        """It, and all that it started."""
        found = [pid for pid in [self.pid(target)] if pid and alive(pid)]
        for pid in found:
            found += children(pid)
        return found

    def kill_everybody_here(self) -> None:
        """All who use this machine's disk, staff's commands too, at once."""
        here = [name for name in (*TARGETS, *self.servers) if name != "emulator"]
        for pid in [pid for name in here for pid in self.tree(name)]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for command in self.commands:
            command.kill()

    def command(self, *arguments: str) -> tuple[int, str]:
        """Run a `jamakan` command; its exit code and what it printed. Ended when it takes too long."""
        with subprocess.Popen(
            leashed([sys.executable, "-m", "jamakan", *arguments]),
            env=os.environ | dict(self.variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as command:
            self.commands.append(command)
            try:
                printed, _ = command.communicate(timeout=COMMAND_SECONDS)
            except subprocess.TimeoutExpired:
                command.kill()
                printed, _ = command.communicate()
            self.commands.remove(command)
            return command.returncode, printed


@asynccontextmanager
async def living(folder: Path, database: str, history: History, seed: int) -> AsyncIterator[House]:
    """A house in `folder` for the block, on `database` (sqlite or postgresql)."""
    logbook = Logbook(folder / "log")
    async with AsyncExitStack() as stack:
        ground = stack.enter_context(disk(folder))
        var = ground.path / "var"
        var.mkdir(mode=0o700)
        kept = {VALKEY.name: servers.valkey(var, logbook.say)}
        if database == POSTGRES:
            kept[POSTGRES] = servers.postgresql(folder / "pg", ground.path / "pg", logbook.say)
        ground.sync()  # what was there before anything was promised
        for server in kept.values():
            stack.push_async_callback(server.stop)
            await server.start()
        door = stack.enter_context(proxy.before(socket_path(var), folder / "redis.sock", seed))
        gateway = free_port()
        post = stack.enter_context(Post(f"http://{LOOPBACK}:{gateway}", history))
        variables = demo_variables(var, gateway, free_port(), f"unix://{folder / 'redis.sock'}") | UNLIMITED
        variables["EMULATOR_LEDGER"] = str(folder / "carrier.jsonl")
        variables["EMULATOR_CALLBACK_BASE"] = post.url
        rows = rows_of_sqlite(var / "jamakan.db")
        if database == POSTGRES:
            variables["JAMAKAN_DATABASE_URL"] = servers.postgres_url(folder / "pg")
            rows = rows_of_postgresql(folder / "pg", postgres.ROLE)
        house = await stack.enter_async_context(running(variables, logbook))
        yield House(folder, ground, variables, door, house, kept, rows)


async def until(there: Callable[[], object], seconds: float, what: str) -> None:
    """Wait for something. Raises TimeoutError saying what."""
    deadline = time.monotonic() + seconds
    while not await asyncio.to_thread(there):
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds:.0f} s in vain for {what}")
        await asyncio.sleep(0.05)
