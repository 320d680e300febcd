"""var/demo.json: what scripts need to know of a running demo. There while it runs, and only then."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jamakan.house.files import replace

NAME = "demo.json"


class AlreadyRunning(Exception):
    """A demo keeps this directory already; holds its record, empty while it is still starting."""

    def __init__(self, record: dict[str, Any]) -> None:
        super().__init__("a demo runs here already")
        self.record = record


@contextmanager
def only_demo(var: Path) -> Iterator[None]:
    """Be the one demo of the directory `var` for the block. Raises AlreadyRunning.

    The lock tells, not the file: one left by a demo that was killed is removed.
    """
    path = var / NAME
    with (var / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunning(read(var)) from error
        path.unlink(missing_ok=True)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def read(var: Path) -> dict[str, Any]:
    """The record in `var`; empty when there is none."""
    try:
        record: dict[str, Any] = json.loads((var / NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return record


def write(var: Path, record: dict[str, Any]) -> None:
    """Keep the record in `var`, in one move."""
    replace(var / NAME, json.dumps(record, ensure_ascii=False, indent=2) + "\n")


def rewrite(var: Path, record: dict[str, Any]) -> bool:
    """The same while the house runs. False when it cannot be written: a full disk is no reason to stop the house."""
    try:
        write(var, record)
    except OSError:
        return False
    return True
