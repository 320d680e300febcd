"""A sender killed in the middle of its call: one that commits afterwards sends again, one that commits first not.

As a program it is that sender: `python -m tests.faults.controls.sending DATABASE CARRIER first|afterwards`.
"""

import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path

import requests

from jamakan.house.leash import leashed
from tests.faults import judge
from tests.faults.controls.showing import FAIL, HOLD, Shown
from tests.support.running_emulator import RunningEmulator, emulator, wait_for

PHONES = [f"+2237000200{n}" for n in range(5)]
TEXT = "Rappel"
HANG_SECONDS = 30
FIRST, AFTERWARDS = "first", "afterwards"


def show(folder: Path) -> list[Shown]:
    """Both orders, killed at the same moment: the carrier has the message, its answer is not there yet."""
    return [
        _tried(folder / AFTERWARDS, AFTERWARDS, "carrier called before the attempt's commit", FAIL),
        _tried(folder / FIRST, FIRST, "attempt committed before the call", HOLD),
    ]


def _tried(folder: Path, order: str, way: str, must: str) -> Shown:
    folder.mkdir()
    database = folder / "outbox.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE outbox (phone TEXT, state TEXT)")
        connection.executemany("INSERT INTO outbox VALUES (?, 'queued')", [(phone,) for phone in PHONES])
        connection.commit()
    with emulator(folder, "--ledger", str(folder / "carrier.jsonl")) as carrier:
        carrier.post("/faults", kind="hang", recorded=True, numbers=PHONES[2:3], seconds=HANG_SECONDS)
        sender = _started(database, carrier.url, order)
        wait_for(lambda: _taken(carrier)[PHONES[2]], "the third message at the carrier")
        os.kill(sender.pid, signal.SIGKILL)
        sender.wait()
        carrier.call("DELETE", "/faults")
        _started(database, carrier.url, order).wait(HANG_SECONDS)
        taken = _taken(carrier)
    return Shown(way, must, len(PHONES), len(judge.lost(way, PHONES, taken)), len(judge.twice(way, taken)))


def _started(database: Path, carrier: str, order: str) -> "subprocess.Popen[bytes]":
    argv = [sys.executable, "-m", "tests.faults.controls.sending", str(database), carrier, order]
    return subprocess.Popen(leashed(argv), stdin=subprocess.DEVNULL)


def _taken(carrier: RunningEmulator) -> Counter[str]:
    return Counter(row["number"] for row in carrier.get("/ledger?kind=message"))


def send(database: Path, carrier: str, order: str) -> None:
    """Send what is queued, marking each message as tried before the call or after it."""
    with closing(sqlite3.connect(database)) as connection:
        for (phone,) in connection.execute("SELECT phone FROM outbox WHERE state = 'queued'").fetchall():
            if order == FIRST:
                _mark(connection, phone, "trying")
            _call(carrier, phone)
            _mark(connection, phone, "sent")


def _mark(connection: sqlite3.Connection, phone: str, state: str) -> None:
    connection.execute("UPDATE outbox SET state = ? WHERE phone = ?", (state, phone))
    connection.commit()


def _call(carrier: str, phone: str) -> None:
    form = {"username": "sandbox", "to": phone, "message": TEXT}
    with requests.Session() as http, suppress(requests.RequestException):
        http.trust_env = False
        http.post(f"{carrier}/version1/messaging", data=form, headers={"apiKey": "atsk_emulator"}, timeout=60)


if __name__ == "__main__":
    send(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
