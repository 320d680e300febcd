"""Starting, stopping and killing the emulator."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.support.running_emulator import RealCustomer, RunningEmulator, emulator

AWA = "+22370000001"


def start(*options: str) -> subprocess.CompletedProcess[str]:
    """Start it with options it should refuse."""
    command = [sys.executable, "-m", "emulator", "--port", "0", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--host", "192.0.2.1"], "--allow-remote"),
        (["--balance", "plenty"], "amount 'plenty'"),
        (["--service-code", "384"], "service_codes"),
        (["--callback-base", "ftp://x", "--sms-path", "/sms"], "sms"),
        (["--screen-limit", "5"], "screen_limit"),
        (["--orange-number", "+223"], "orange_number"),
        (["--android-number", "79000009"], "android_number"),
        (["--host", "192.0.2.1", "--allow-remote"], "cannot start on 192.0.2.1:0"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(options: list[str], why: str) -> None:
    ended = start(*options)
    assert ended.returncode != 0
    assert why in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_broken_ledger_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ledger").write_text("hello\n")
    ended = start("--ledger", str(tmp_path / "ledger"))
    assert "not a ledger entry" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_taken_port_is_refused(running: RunningEmulator) -> None:
    ended = start("--port", running.url.rpartition(":")[2])
    assert "cannot start" in ended.stderr


def test_it_says_when_it_is_ready_and_stops_cleanly(tmp_path: Path) -> None:
    running = RunningEmulator(tmp_path)
    told = json.loads((tmp_path / "ready.json").read_text())
    assert told == {"url": running.url, "pid": running.process.pid}
    answer = requests.get(running.url, timeout=5)
    assert answer.headers["Server"] == "at-emulator"
    assert running.stop() == 0
    assert not (tmp_path / "ready.json").exists()


def test_what_was_accepted_survives_a_kill(tmp_path: Path) -> None:
    options = ["--ledger", str(tmp_path / "ledger")]
    with RealCustomer() as customer, emulator(tmp_path, *options, *customer.options()) as running:
        form = {"username": "sandbox", "to": f"{AWA},{AWA}", "message": "Bonjour"}
        requests.post(f"{running.url}/version1/messaging", form, headers={"apiKey": "atsk_emulator"}, timeout=5)
        before = running.get("/ledger")
        running.kill()
    (tmp_path / "ready.json").unlink()
    with emulator(tmp_path, *options) as running:
        assert running.get("/ledger") == before
        assert len(before) == 2
        assert len(running.get("/phones/22370000001")["messages"]) == 2
