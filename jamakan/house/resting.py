"""A demo's house at rest: its Valkey and its tables, nobody at work in it."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from jamakan.config import read_settings
from jamakan.core import Core, build_core
from jamakan.house import record
from jamakan.house.health import pings
from jamakan.house.leash import leashed
from jamakan.house.preparation import STAFF_EMAIL, prepare
from jamakan.house.processes import VALKEY
from jamakan.house.running import START_SECONDS, StartError
from jamakan.house.valkey import socket_path, socket_url
from jamakan.house.variables import demo_variables
from jamakan.staff import accounts

POLL_SECONDS = 0.02
STOP_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Resting:
    """`staff`: the demo's own account."""

    core: Core
    staff: int


@contextmanager
def resting(var: Path) -> Iterator[Resting]:
    """The demo's house of `var` for the block, prepared, and no demo beside it.

    Its settings become this process's environment. Raises AlreadyRunning, StartError, OSError.
    """
    os.umask(0o077)
    var.mkdir(parents=True, exist_ok=True)
    with record.only_demo(var):
        os.environ.update(demo_variables(var, 0, 0))
        with _valkey(var), closing(build_core(read_settings())) as core:
            prepare()
            yield Resting(core, accounts.by_email(core, STAFF_EMAIL).id)


@contextmanager
def _valkey(var: Path) -> Iterator[None]:
    with subprocess.Popen(leashed(VALKEY.argv), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as server:  # noqa: S603 ours
        try:
            _until_up(var, server)
            yield
        finally:
            server.terminate()
            server.wait(STOP_SECONDS)


def _until_up(var: Path, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while not pings(socket_path(var)):
        if server.poll() is not None or time.monotonic() > deadline:
            raise StartError(f"no Valkey on {socket_url(var)}")
        time.sleep(POLL_SECONDS)
