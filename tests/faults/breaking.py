"""Doing each fault to a house, and undoing it. One function a kind, chosen by `BREAK`."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import closing, suppress

import requests

from tests.faults import plan
from tests.faults.house import House, until
from tests.faults.plan import POSTGRES, Fault
from tests.support.pids import alive

ALIVE_SECONDS = 30.0  # a supervisor waits up to ten before it starts anew what keeps dying
REPLIES_LOST = 0.15  # the share of them
CALLS_HANGING = 2  # by the carrier; each is a batch
GIVING_UP = 30.0


async def kill(house: House, fault: Fault) -> None:
    """`kill -9` of the process itself; the supervisor finds what it leaves."""
    await until(lambda: alive(house.pid(fault.target)), ALIVE_SECONDS, f"{fault.target} to be alive")
    _signal([house.pid(fault.target)], signal.SIGKILL)


async def stop(house: House, fault: Fault) -> None:
    """Stop it with all its processes, as a machine that swaps or a paused container would; then let it go on."""
    await until(lambda: alive(house.pid(fault.target)), ALIVE_SECONDS, f"{fault.target} to be alive")
    stopped = house.tree(fault.target)
    _signal(stopped, signal.SIGSTOP)
    try:
        await asyncio.sleep(fault.seconds)
    finally:
        _signal(stopped, signal.SIGCONT)


async def drop_replies(house: House, fault: Fault) -> None:
    """Lose replies of Valkey: what was asked is done, and whoever asked does not know."""
    house.door.dropping = REPLIES_LOST
    try:
        await asyncio.sleep(fault.seconds)
    finally:
        house.door.dropping = 0.0


async def take_sql_away(house: House, fault: Fault) -> None:
    """Stop PostgreSQL and start it again; on SQLite somebody (a backup) holds the only write lock."""
    if POSTGRES in house.servers:
        server = house.servers[POSTGRES]
        await server.stop()
        try:
            await asyncio.sleep(fault.seconds)
        finally:
            await server.start()
        return
    await asyncio.to_thread(_hold, house, fault.seconds)


def _hold(house: House, seconds: float) -> None:
    with closing(sqlite3.connect(house.database, timeout=GIVING_UP, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        connection.execute("ROLLBACK")


async def fill_disk(house: House, fault: Fault) -> None:
    """Leave no byte on the disk of database and Valkey."""
    await asyncio.to_thread(house.disk.fill)
    try:
        await asyncio.sleep(fault.seconds)
    finally:
        house.disk.empty()


async def cut_power(house: House, _fault: Fault) -> None:
    """All who run here end at once, and the disk keeps what was synced. Then the machine starts again."""
    await asyncio.to_thread(house.disk.cut)
    house.kill_everybody_here()
    for server in house.servers.values():
        await server.stop(0)
    await until(lambda: _detached(house), GIVING_UP, "everybody to let go of the disk")
    await asyncio.to_thread(house.disk.mount)
    for server in house.servers.values():
        await server.start()


def _detached(house: House) -> bool:
    """Whether the disk could be detached. Those whom their supervisor started meanwhile still hold it: again."""
    house.kill_everybody_here()
    with suppress(subprocess.CalledProcessError):
        house.disk.unmount()
        return True
    return False


async def hang_carrier(house: House, fault: Fault) -> None:
    """The carrier takes the messages of some calls and never answers them."""
    asked = {"kind": "hang", "recorded": True, "endpoint": "messaging", "times": CALLS_HANGING}
    asked["seconds"] = fault.seconds
    url = f"{house.running.carrier}/_control/faults"
    await until(lambda: _told("POST", url, asked), GIVING_UP, "the carrier's control to answer")
    await asyncio.sleep(fault.seconds)
    await asyncio.to_thread(_told, "DELETE", url, None)


def _told(method: str, url: str, body: object) -> bool:
    with requests.Session() as http, suppress(requests.RequestException):
        http.trust_env = False
        return http.request(method, url, json=body, timeout=5).ok
    return False


def _signal(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


BREAK: dict[str, Callable[[House, Fault], Awaitable[None]]] = {
    plan.KILL: kill,
    plan.STOP: stop,
    plan.REPLIES_DROPPED: drop_replies,
    plan.SQL_AWAY: take_sql_away,
    plan.DISK_FULL: fill_disk,
    plan.POWER_CUT: cut_power,
    plan.CARRIER_HANGS: hang_carrier,
}
