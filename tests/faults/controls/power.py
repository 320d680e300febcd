"""The power cut while somebody writes: what was acknowledged with a weaker setting is gone, with ours it is there.

As a program it is that writer: `python -m tests.faults.controls.power sqlite FILE FULL` or `valkey SOCKET`; it
prints the number of each write once it was acknowledged.
"""

import itertools
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from redis import Redis

from jamakan.house.leash import leashed
from jamakan.house.valkey import command, find_server
from tests.faults import judge
from tests.faults.controls.showing import FAIL, HOLD, Shown
from tests.faults.disk import Disk, disk
from tests.faults.plan import POWER_CUT
from tests.support.running_emulator import wait_for
from tests.support.valkey import answers

WRITING_SECONDS = 1.5
MOST_ROWS = 20_000  # a disk that is full proves nothing
CUTS = 3
NOT_HERE = "not tried: it needs root and a loop device"

Cut = Callable[[Disk], tuple[list[int], list[int]]]
"""Writes until the power is cut; what was acknowledged, and what is there afterwards."""


def show(folder: Path) -> list[Shown]:
    """SQLite FULL and NORMAL, Valkey `appendfsync always` and `everysec`."""
    ways = (
        ("SQLite synchronous=NORMAL, power cut", FAIL, lambda ground: _sqlite(ground, "NORMAL")),
        ("SQLite synchronous=FULL, power cut", HOLD, lambda ground: _sqlite(ground, "FULL")),
        ("Valkey appendfsync everysec, power cut", FAIL, lambda ground: _valkey(ground, "everysec")),
        ("Valkey appendfsync always, power cut", HOLD, lambda ground: _valkey(ground, "always")),
    )
    return [_shown(folder / f"power{place}", *way) for place, way in enumerate(ways)]


def _shown(folder: Path, way: str, must: str, write_and_cut: Cut) -> Shown:
    """One cut; where it must lose, up to three: one alone may fall right behind a sync."""
    for number in range(CUTS if must == FAIL else 1):
        shown = _tried(folder.with_name(f"{folder.name}-{number}"), way, must, write_and_cut)
        if shown.as_it_must:
            break
    return shown


def _tried(folder: Path, way: str, must: str, write_and_cut: Cut) -> Shown:
    folder.mkdir()
    with disk(folder) as ground:
        if POWER_CUT not in ground.faults:
            return Shown(way, must, note=NOT_HERE)
        acknowledged, stored = write_and_cut(ground)
    counted = Counter(stored)
    lost, twice = judge.lost(way, acknowledged, counted), judge.twice(way, counted)
    return Shown(way, must, len(acknowledged), len(lost), len(twice))


def _sqlite(ground: Disk, synchronous: str) -> tuple[list[int], list[int]]:
    file = ground.path / "control.db"
    with closing(_opened(file, synchronous)) as connection:
        connection.execute("CREATE TABLE written (number INTEGER)")
    ground.sync()
    with _writer(ground, "sqlite", str(file), synchronous) as end:
        time.sleep(WRITING_SECONDS)
        ground.cut()
        acknowledged = end()
    _restart(ground)
    with closing(sqlite3.connect(file)) as connection:
        return acknowledged, [number for (number,) in connection.execute("SELECT number FROM written")]


def _valkey(ground: Disk, fsync: str) -> tuple[list[int], list[int]]:
    with _server(ground, fsync) as (server, socket):
        ground.sync()
        with _writer(ground, "valkey", str(socket)) as end:
            time.sleep(WRITING_SECONDS)
            ground.cut()
            server.kill()
            acknowledged = end()
    _restart(ground)
    with _server(ground, fsync) as (_, socket), Redis(unix_socket_path=str(socket)) as client:
        return acknowledged, [int(number) for number in client.lrange("written", 0, -1)]


@contextmanager
def _server(ground: Disk, fsync: str) -> "Iterator[tuple[subprocess.Popen[bytes], Path]]":
    (ground.path / "valkey").mkdir(exist_ok=True)
    argv = [*command(ground.path, find_server()), "--appendfsync", fsync]
    socket = ground.path / "valkey" / "valkey.sock"
    server = subprocess.Popen(leashed(argv), stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    try:
        wait_for(lambda: answers(f"unix://{socket}"), "Valkey")
        yield server, socket
    finally:
        server.kill()
        server.wait()


@contextmanager
def _writer(ground: Disk, *arguments: str) -> Iterator[Callable[[], list[int]]]:
    """Somebody who writes; gives how to end them, which gives all that they were told is written."""
    books = ground.path.parent / "acknowledged"  # not on the disk whose power is cut
    argv = leashed([sys.executable, "-m", "tests.faults.controls.power", *arguments])
    with books.open("wb") as said, subprocess.Popen(argv, stdout=said, stderr=subprocess.DEVNULL) as writer:

        def end() -> list[int]:
            writer.kill()
            writer.wait()
            return [int(line) for line in books.read_text().split("\n")[:-1]]

        try:
            wait_for(lambda: books.stat().st_size, "the first write")
            yield end
        finally:
            end()


def _restart(ground: Disk) -> None:
    ground.unmount()
    ground.mount()


def _opened(file: Path, synchronous: str) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA wal_autocheckpoint=0")  # each would sync what NORMAL had left to chance
    connection.execute(f"PRAGMA synchronous={synchronous}")
    return connection


def write_sqlite(file: Path, synchronous: str) -> None:
    """Commit a row after the other, then wait."""
    with closing(_opened(file, synchronous)) as connection:
        for number in range(MOST_ROWS):
            connection.execute("INSERT INTO written VALUES (?)", (number,))
            print(number, flush=True)
        signal.pause()


def write_valkey(socket: str) -> None:
    """Push one after the other, for ever."""
    with Redis(unix_socket_path=socket) as client:
        for number in itertools.count():
            client.rpush("written", number)
            print(number, flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "sqlite":
        write_sqlite(Path(sys.argv[2]), sys.argv[3])
    else:
        write_valkey(sys.argv[2])
