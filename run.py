#!/usr/bin/env python3
"""One command from a bare machine to a running Jamakan. Needs Python 3.11 or newer and nothing else.

    python3 run.py demo            the whole house with a pretend carrier and a web phone
    python3 run.py demo --smoke    the same on free ports, played through once and checked
    python3 run.py test            the tests (what follows goes to pytest)
    python3 run.py lint            ruff, mypy and the import rules
    python3 run.py faults          houses broken on purpose, and judged (docs/faults.md)
    python3 run.py COMMAND …       the jamakan command; `python3 run.py --help` lists its commands

The first run makes .venv from the hash-pinned lock. Only the standard library is imported here, and the syntax is
one that old Pythons can read, so that they can be told what they lack.
"""

import hashlib
import importlib.util
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import venv
from contextlib import contextmanager, suppress
from json import dumps, loads
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - this is where older Pythons are told
    sys.exit(f"Jamakan needs Python 3.11 or newer; this one is {platform.python_version()}.")
if os.name != "posix":
    sys.exit("Jamakan runs on Linux and macOS; on Windows, start it in WSL.")

import fcntl
from collections.abc import Iterator
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
VAR = ROOT / "var"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "jamakan.json"  # what was installed; written last, so that a half-made environment has none
LOG = VAR / "setup.log"
RUNTIME, DEVELOPMENT = "requirements.lock", "requirements-dev.lock"
HOLDS = {RUNTIME: (RUNTIME,), DEVELOPMENT: (RUNTIME, DEVELOPMENT)}  # a test checks that the second holds the first
LINTERS = ("ruff check .", "ruff format --check .", "mypy", "mypy run.py", "lint-imports")
HINTS = {
    r"No space left|Disk quota": "The disk is full: make room, then start again.",
    r"HASHES|[Hh]ash mismatch": "A package is not the one that the lock names: clear pip's cache, then start again.",
    r"[Cc]onnection|[Tt]imed? ?out|resol|dns|No matching distribution": (
        "The package index did not answer: check the network, or pip's own settings for it, then start again."
    ),
    r"ensurepip": "This Python lacks its venv module: on Debian and Ubuntu, apt-get install python3-venv.",
}


class SetupError(Exception):
    """The environment could not be made."""


def main(arguments: list[str]) -> None:
    """Do what the first argument says."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    if command == "help":
        sys.exit(print(__doc__))
    prepare(DEVELOPMENT if command in {"test", "lint", "faults"} else RUNTIME)
    if command == "lint":
        sys.exit(lint())
    if command == "test":
        os.chdir(ROOT)
        become([str(VENV / "bin" / "pytest"), *parallel(), *rest], {})
    if command == "faults":
        os.chdir(ROOT)
        become([str(PYTHON), "-m", "tests.faults", *rest], {})
    become([str(PYTHON), "-m", "jamakan", *arguments], {} if command == "demo" else settings())


def become(argv: list[str], variables: dict[str, str]) -> NoReturn:
    """Turn this process into another program, with our packages in its reach."""
    environment = {"JAMAKAN_VAR": "var", **variables, **os.environ}
    environment["JAMAKAN_VAR"] = str(ROOT / environment["JAMAKAN_VAR"])  # not below wherever we were called from
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    os.execve(argv[0], argv, environment)  # noqa: S606 - no shell


def settings() -> dict[str, str]:
    """The variables of .env; without one, those of the demo that was started here. The environment wins over both."""
    for file in (ROOT / ".env", VAR / "demo.env"):
        if file.exists():
            return dict(variables(file.read_text(encoding="utf-8")))
    return {}


def variables(text: str) -> Iterator[tuple[str, str]]:
    """NAME=value lines, quoted as in a shell or not; comments and empty lines are passed over."""
    for line in text.splitlines():
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith("#"):
            yield name.strip(), "".join(shlex.split(value, comments=True)[:1])


def parallel() -> list[str]:
    """Pytest's options for this machine; what the user gives comes after them and wins."""
    processes = max(2, min(os.cpu_count() or 2, 8))
    return ["-n", str(processes), "--dist", "loadgroup", "--no-loadscope-reorder", "-rs"]


def lint() -> int:
    """Every linter, whatever the ones before it said."""
    failed = 0
    for line in LINTERS:
        print("$", line, flush=True)
        program, *options = line.split()
        failed += subprocess.run([VENV / "bin" / program, *options], cwd=ROOT, check=False).returncode != 0  # noqa: S603
    return min(failed, 1)


def prepare(lock: str) -> None:
    """Make .venv hold what `lock` names; does nothing when it does."""
    if installed().get(lock) == digest(lock):
        return
    VAR.mkdir(mode=0o700, exist_ok=True)
    with only_one() as guard:
        if installed().get(lock) == digest(lock):
            return  # another start did it while we waited
        build(lock, guard)


def digest(lock: str) -> str:
    """What must be the same for an environment to be kept: the lock, the Python and the place."""
    place = f"{platform.python_version()} {ROOT}"
    return hashlib.sha256(place.encode() + (ROOT / lock).read_bytes()).hexdigest()


def installed() -> dict[str, str]:
    """Which locks .venv holds, by their digest; nothing when it is missing, broken or half made."""
    if not PYTHON.exists():
        return {}
    try:
        held = loads(STAMP.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


@contextmanager
def only_one() -> Iterator[int]:
    """Two starts at once: the second waits for the first. Gives the lock's descriptor."""
    with (VAR / "setup.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another start is making the environment; waiting for it …", flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield file.fileno()


def build(lock: str, guard: int) -> None:
    """Make .venv from `lock`, from scratch unless it only lacks the development packages."""
    held = installed()
    adding = lock == DEVELOPMENT and held.get(RUNTIME) == digest(RUNTIME)
    STAMP.unlink(missing_ok=True)
    if not adding:
        print(f"Making .venv with Python {platform.python_version()} …", flush=True)
        venv.create(VENV, clear=True, symlinks=True)
    install(lock, guard)
    STAMP.write_text(dumps({name: digest(name) for name in HOLDS[lock]}))


def install(lock: str, guard: int) -> None:
    """Install the packages of `lock`: with uv when there is one, else, or when that fails, with pip."""
    count = len(re.findall(r"^[\w.-]+==", (ROOT / lock).read_text(), re.MULTILINE))
    options = ["--require-hashes", "-r", str(ROOT / lock)]
    uv = find_uv()
    if uv:
        print(f"Installing {count} packages with uv …", flush=True)
        with suppress(SetupError):  # uv does not read pip's settings, where a mirror may be named
            return step([*uv, "pip", "install", "--python", str(PYTHON), *options], guard)
    step([str(PYTHON), "-m", "ensurepip", "--default-pip"], guard)
    print(f"Installing {count} packages with pip (half a minute on a good line) …", flush=True)
    return step([str(PYTHON), "-m", "pip", "install", "--no-input", *options], guard)


def find_uv() -> list[str]:
    """How to start uv; empty without it."""
    found = shutil.which("uv")
    if found:
        return [found]
    return [sys.executable, "-m", "uv"] if importlib.util.find_spec("uv") else []


def step(argv: list[str], guard: int) -> None:
    """Run one command of the installation, its words kept in var/setup.log. Raises SetupError.

    It inherits the lock, so that nobody else starts while it runs, even if we are killed.
    """
    with LOG.open("w") as log:
        done = subprocess.run(argv, stdout=log, stderr=log, stdin=subprocess.DEVNULL, pass_fds=(guard,), check=False)  # noqa: S603
    if done.returncode != 0:
        raise SetupError(explain(LOG.read_text(errors="replace")))


def explain(said: str) -> str:
    """The end of what an installer said, and what to do about it."""
    hint = next((hint for pattern, hint in HINTS.items() if re.search(pattern, said)), "")
    return "\n".join([*said.strip().splitlines()[-6:], "", hint, f"All of it is in {LOG}"])


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except SetupError as error:
        sys.exit(f"The environment could not be made:\n{error}")
    except OSError as error:
        sys.exit(f"run.py: {error}")
    except KeyboardInterrupt:
        sys.exit("Interrupted. The next start goes on from here.")
