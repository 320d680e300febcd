"""A whole running house: the demo as a user starts it, in a directory of its own on free ports."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from jamakan.house import record
from jamakan.house.carrier import Carrier
from jamakan.house.leash import leashed
from jamakan.house.people import Person
from jamakan.house.smoke import rows

START_SECONDS = 60.0
STOP_SECONDS = 30.0
PATIENCE = 30.0


@dataclass(frozen=True)
class House:
    """A running demo."""

    var: Path
    process: "subprocess.Popen[bytes]"

    @property
    def record(self) -> dict[str, Any]:
        """What var/demo.json says now."""
        return record.read(self.var)

    @property
    def carrier(self) -> Carrier:
        """The pretend carrier, from the people's side."""
        return Carrier(self.record["carrier"])

    def person(self, phone: str) -> Person:
        """Somebody with this phone."""
        return Person(phone, phone, self.carrier, lambda _who, _text: None)

    def rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        """What a query finds in the database."""
        return rows(self.var / "jamakan.db", query, *values)

    def stored(self, query: str, count: int = 1) -> list[tuple[Any, ...]]:
        """The same, once it finds `count` rows: what was answered reaches SQL a moment later."""
        deadline = time.monotonic() + PATIENCE
        while len(found := self.rows(query)) < count and time.monotonic() < deadline:
            time.sleep(0.1)
        return found

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run the `jamakan` command beside the house."""
        settings = dict(line.split("=", 1) for line in (self.var / "demo.env").read_text().splitlines())
        environment = os.environ | {name: value.strip("'") for name, value in settings.items()}
        argv = [sys.executable, "-m", "jamakan", *arguments]
        return subprocess.run(
            argv, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE * 3
        )

    def log(self) -> str:
        """All that its processes said."""
        return (self.var / "log" / "house.log").read_text()


@contextmanager
def living(var: Path, *options: str) -> Iterator[House]:
    """A house in `var` for the block; stopped with Ctrl-C when it still runs at its end."""
    argv = leashed([sys.executable, "-m", "jamakan", "demo", "--port", "0", "--carrier-port", "0", *options])
    var.mkdir(parents=True, exist_ok=True)
    with (var / "output").open("ab") as output:
        elsewhere = {"JAMAKAN_VAR": str(var)}
        process = subprocess.Popen(
            argv, env=os.environ | elsewhere, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
    house = House(var, process)
    try:
        _wait(house)
        yield house
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(STOP_SECONDS)


def _wait(house: House) -> None:
    deadline = time.monotonic() + START_SECONDS
    while house.record.get("pids", {}).get("demo") != house.process.pid:  # one from before may still lie there
        said = (house.var / "output").read_text()
        assert house.process.poll() is None, f"the house ended with exit code {house.process.poll()}:\n{said}"
        assert time.monotonic() < deadline, f"the house is not up after {START_SECONDS} s:\n{said}"
        time.sleep(0.05)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One house for every test that breaks nothing: give each test phones of its own."""
    with living(tmp_path_factory.mktemp("house"), "--empty") as running:
        yield running
