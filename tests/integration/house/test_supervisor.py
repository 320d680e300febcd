"""The supervisor: what dies comes back, what is stopped is gone, whole families at a time."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable

import pytest

from jamakan.house.processes import Process
from jamakan.house.supervisor import Supervisor
from tests.support.pids import alive, gone

SLEEPER = "import time; print('up', flush=True); time.sleep(60)"
POLITE = """
import signal, sys, time
signal.signal(signal.SIGTERM, lambda *_: sys.exit(print('bye', flush=True)))
print('up', flush=True)
time.sleep(60)
"""
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + SLEEPER
PARENT = """
import os, time
if os.fork() == 0:
    os.setpgrp()  # as an RQ work-horse does
    print('child', os.getpid(), flush=True)
time.sleep(60)
"""


def stand_in(name: str, code: str) -> Process:
    return Process(name, ("-c", code))


class House:
    """A supervisor with everything it said."""

    def __init__(self, *processes: Process) -> None:
        self.said: list[tuple[str, str]] = []
        self.supervisor = Supervisor(processes, os.environ, lambda name, line: self.said.append((name, line)))

    async def until(self, name: str, text: str, times: int = 1) -> str:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            found = [line for said_by, line in self.said if said_by == name and text in line]
            if len(found) >= times:
                return found[-1]
            await asyncio.sleep(0.01)
        pytest.fail(f"{name} never said {text!r}; heard {self.said}")


def with_house(script: Callable[[House], Awaitable[None]], *processes: Process) -> House:
    """Start the processes, run the script, and stop whatever it left."""
    house = House(*processes)

    async def play() -> None:
        try:
            await house.supervisor.start()
            await script(house)
        finally:
            await house.supervisor.stop(5)

    asyncio.run(play())
    return house


def test_what_is_killed_is_started_again() -> None:
    async def script(house: House) -> None:
        await house.until("clock", "up")
        first = house.supervisor.pids()["clock"]
        os.kill(first, signal.SIGKILL)
        await house.until("clock", "up", times=2)
        assert house.supervisor.pids()["clock"] not in {0, first}

    said = with_house(script, stand_in("clock", SLEEPER)).said
    assert ("house", "clock ended by SIGKILL; starts again in 0.1 s") in said


def test_what_keeps_dying_is_started_more_and_more_seldom() -> None:
    async def script(house: House) -> None:
        await house.until("house", "starts again", times=3)

    notices = [line for _, line in with_house(script, stand_in("clock", "raise SystemExit(3)")).said]
    assert notices[:3] == [
        "clock ended with exit code 3; starts again in 0.1 s",
        "clock ended with exit code 3; starts again in 0.2 s",
        "clock ended with exit code 3; starts again in 0.4 s",
    ]


def test_the_last_started_stops_first() -> None:
    async def script(house: House) -> None:
        for name in ("valkey", "gateway", "emulator"):
            await house.until(name, "up")

    said = with_house(script, *(stand_in(name, POLITE) for name in ("valkey", "gateway", "emulator"))).said
    assert [name for name, line in said if line == "bye"] == ["emulator", "gateway", "valkey"]


def test_what_does_not_listen_is_killed_at_the_deadline() -> None:
    pids: list[int] = []

    async def script(house: House) -> None:
        await house.until("deaf", "up")
        pids.extend(house.supervisor.pids().values())
        await house.supervisor.stop(0.3)

    assert ("house", "deaf did not end in time: killed") in with_house(script, stand_in("deaf", DEAF)).said
    assert gone(*pids)


def test_stopping_between_two_lives_starts_no_third() -> None:
    async def script(house: House) -> None:
        await house.until("house", "starts again")
        await house.supervisor.stop(5)
        heard = len(house.said)
        await asyncio.sleep(0.3)
        assert len(house.said) == heard

    with_house(script, stand_in("clock", "pass"))


def test_a_killed_parent_takes_its_children_along() -> None:
    children: list[int] = []

    async def script(house: House) -> None:
        children.append(int((await house.until("worker", "child")).split()[1]))
        os.kill(house.supervisor.pids()["worker"], signal.SIGKILL)
        await house.until("house", "starts again")
        assert gone(*children)

    with_house(script, stand_in("worker", PARENT))


def test_a_program_that_does_not_exist_is_named() -> None:
    async def script(house: House) -> None:
        await house.until("gateway", "No module named no_such_module")

    with_house(script, Process("gateway", ("-m", "no_such_module")))


@pytest.mark.parametrize(
    ("printed", "heard"),
    [
        (r"b'caf\xc3\xa9\n'", "café"),
        (r"b'caf\xe9\n'", "caf\ufffd"),
        (r"b'no end of line'", "no end of line"),
        (r"b'x' * 200_000 + b'\n' + b'after\n'", "after"),
    ],
)
def test_any_output_is_passed_on(printed: str, heard: str) -> None:
    async def script(house: House) -> None:
        await house.until("gateway", heard)

    code = f"import sys, time; sys.stdout.buffer.write({printed}); sys.stdout.flush(); time.sleep(0.05)"
    with_house(script, stand_in("gateway", code))


SUPERVISOR = """
import asyncio, sys
from jamakan.house.processes import Process
from jamakan.house.supervisor import Supervisor
async def main():
    one = Process("one", ("-c", sys.argv[1]))
    supervisor = Supervisor([one], {"PYTHONPATH": "."}, lambda name, line: print(line, flush=True))
    await supervisor.start()
    print("pid", supervisor.pids()["one"], flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""
LEASHED_CHILD = """
import os, time
from jamakan.house.leash import die_with_parent
if os.fork() == 0:
    die_with_parent()
    print('pid', os.getpid(), flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a leash")
def test_a_killed_supervisor_leaves_nobody() -> None:
    argv = [sys.executable, "-c", SUPERVISOR, LEASHED_CHILD]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdout is not None
        pids = [int(supervisor.stdout.readline().split()[1]) for _ in range(2)]
        assert all(map(alive, pids))
        supervisor.kill()
        assert gone(*pids)
