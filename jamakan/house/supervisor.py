"""Keeps the processes of a house alive, and ends them all.

What dies is started again, sooner or later by how long it had lived. To stop, each process in turn gets SIGTERM,
the last started first; what is still there at the deadline is killed. Not a service manager: systemd or any
Procfile runner does the same in production.
"""

import asyncio
import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from jamakan.house.leash import leashed
from jamakan.house.processes import Process
from jamakan.house.sessions import kill_session

STOP_SECONDS = 10.0
FIRST_PAUSE = 0.1  # seconds before the first restart; doubled while it keeps dying young
LAST_PAUSE = 10.0
GROWN_UP = 10.0  # seconds of life after which a death counts as the first again
LINE_MAX = 1 << 16

HOUSE = "house"  # the name the supervisor itself speaks under
Say = Callable[[str, str], None]  # (name of the process, a line)


@dataclass(frozen=True, slots=True)
class _Life:
    """One run of a process: itself, and who listens to what it prints."""

    running: asyncio.subprocess.Process
    listener: "asyncio.Task[None]"

    async def end(self) -> int:
        """Wait until it has ended with all that it had started; gives its exit code."""
        code = await self.running.wait()
        kill_session(self.running.pid)
        await self.listener
        return code

    def ask_to_end(self) -> None:
        with suppress(ProcessLookupError):
            self.running.terminate()


class Child:
    """One process of the table, started again whenever it ends, until `stop`."""

    def __init__(self, process: Process, environment: Mapping[str, str], say: Say) -> None:
        self.process = process
        self._environment = environment
        self._say = say
        self._life: _Life | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()

    @property
    def pid(self) -> int:
        """The process id now; 0 between two lives."""
        return self._life.running.pid if self._life else 0

    async def start(self) -> None:
        """Start it, and keep it running from now on. Raises OSError when no process can be made."""
        self._life = await self._spawn()
        self._keeper = asyncio.create_task(self._keep(self._life), name=self.process.name)

    async def stop(self, seconds: float) -> None:
        """End it: SIGTERM, then after `seconds` a kill of all that is left."""
        self._stopping.set()
        if self._keeper is None:
            return
        if self._life:
            self._life.ask_to_end()
        _, late = await asyncio.wait({self._keeper}, timeout=max(seconds, 0))
        if late and self._life:
            self._say(HOUSE, f"{self.process.name} did not end in time: killed")
            kill_session(self.pid)
        await self._keeper

    async def _keep(self, life: _Life) -> None:
        pause = FIRST_PAUSE
        while True:
            born = time.monotonic()
            code = await life.end()
            self._life = None
            if self._stopping.is_set():
                return
            if time.monotonic() - born > GROWN_UP:
                pause = FIRST_PAUSE
            self._say(HOUSE, f"{self.process.name} {_ending(code)}; starts again in {pause:.1f} s")
            if await self._stopping_within(pause):
                return
            pause = min(pause * 2, LAST_PAUSE)
            self._life = life = await self._spawn()
            if self._stopping.is_set():  # asked while it was being born
                life.ask_to_end()

    async def _stopping_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
        return self._stopping.is_set()

    async def _spawn(self) -> _Life:
        ours, theirs = os.pipe()
        try:
            running = await asyncio.create_subprocess_exec(
                *leashed(self.process.argv),
                env=self._environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=theirs,
                stderr=theirs,
                start_new_session=True,
            )
        except OSError:
            os.close(ours)
            raise
        finally:
            os.close(theirs)
        return _Life(running, asyncio.create_task(self._listen(ours)))

    async def _listen(self, pipe: int) -> None:
        reader = asyncio.StreamReader(limit=LINE_MAX)
        loop = asyncio.get_running_loop()
        transport, _ = await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(pipe, "rb", buffering=0)
        )
        try:
            while line := await _next_line(reader):
                self._say(self.process.name, line.decode(errors="replace").rstrip())
        finally:
            transport.close()


class Supervisor:
    """The processes of a house. They stop in the reverse of the order given here, however they were started."""

    def __init__(self, processes: Sequence[Process], environment: Mapping[str, str], say: Say) -> None:
        self._children = {process.name: Child(process, environment, say) for process in processes}

    async def start(self, *processes: Process) -> None:
        """Start these (all of them by default) and keep them running. Raises OSError."""
        for name in [process.name for process in processes] or self._children:
            await self._children[name].start()

    def pids(self) -> dict[str, int]:
        """Process ids by name; 0 for one that does not run now."""
        return {name: child.pid for name, child in self._children.items()}

    async def stop(self, seconds: float = STOP_SECONDS) -> None:
        """End all of them, one by one, within about `seconds`."""
        deadline = time.monotonic() + seconds
        for child in reversed(self._children.values()):
            await child.stop(deadline - time.monotonic())


async def _next_line(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\n")
    except asyncio.IncompleteReadError as end:
        return end.partial
    except asyncio.LimitOverrunError as long:
        return await reader.read(long.consumed)


def _ending(code: int) -> str:
    return f"ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
