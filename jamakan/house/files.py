"""Small private files: secrets made once, and records that are never half written."""

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def make_once(path: Path, make: Callable[[], str]) -> str:
    """The secret that `path` holds, made on first use and for ever. Only this user can read it.

    On disk before it is used: a key lost in a power cut would lose all that it had sealed.
    """
    if not path.exists():
        fresh = _written(path, make() + "\n")
        with suppress(FileExistsError):  # another start was quicker: its secret counts
            os.link(fresh, path)
        fresh.unlink()
        _sync(path.parent)
    return path.read_text(encoding="ascii").strip()


def replace(path: Path, text: str) -> None:
    """Write `path` anew in one move: whoever reads it sees the old text or the new one. Mode 0600."""
    _written(path, text).replace(path)


def _written(path: Path, text: str) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # 0600
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
