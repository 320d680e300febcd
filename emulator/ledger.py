"""The carrier's books: every message it accepted. The fault tests judge the house by them."""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


class LedgerError(Exception):
    """The ledger's file cannot be read; the message says where."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One accepted message to or from one phone.

    `kind` is "message" (to a phone) or "incoming" (from one); `at` is ISO 8601 UTC; `peer` the sender ID or short
    code; `code` the status code answered; `carrier` through whom.
    """

    kind: str
    id: str
    at: str
    number: str
    peer: str
    text: str
    parts: int
    cost: str
    network: str
    code: int = 0
    carrier: str = "africastalking"


class Ledger:
    """Entries in order of acceptance, in memory and (given a path) in a file that survives `kill -9`.

    A file holds one JSON object a line. `append` returns after fsync, so that what the carrier answered is what it
    wrote. Callers hold the carrier's lock.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self.entries: list[Entry] = []
        self.acquainted: set[tuple[str, str]] = set()  # (sender, number) of those who were written to before
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._remember(_read(path))
            self._file = path.open("ab")

    def append(self, entries: Iterable[Entry]) -> None:
        """Write accepted messages, durably."""
        fresh = list(entries)
        if self._path is not None and fresh:
            lines = "".join(json.dumps(asdict(entry), ensure_ascii=False) + "\n" for entry in fresh)
            self._file.write(lines.encode())
            self._file.flush()
            os.fsync(self._file.fileno())
        self._remember(fresh)

    def close(self, forget: bool = False) -> None:
        """Close the file; `forget` empties it first."""
        if self._path is None:
            return
        if forget:
            self._file.truncate(0)
        self._file.close()

    def _remember(self, entries: list[Entry]) -> None:
        self.entries += entries
        self.acquainted |= {(entry.peer, entry.number) for entry in entries if entry.kind == "message"}


def _read(path: Path) -> list[Entry]:
    """Return a file's entries, cutting off the half-written line that a killed process leaves."""
    if not path.exists():
        return []
    whole, _, torn = path.read_bytes().rpartition(b"\n")
    if torn:
        os.truncate(path, path.stat().st_size - len(torn))
    lines = whole.split(b"\n") if whole else []
    return [_entry(line, f"{path}:{number}") for number, line in enumerate(lines, 1)]


def _entry(line: bytes, where: str) -> Entry:
    try:
        fields: dict[str, Any] = json.loads(line)
        return Entry(**fields)
    except (ValueError, TypeError) as error:
        raise LedgerError(f"{where}: not a ledger entry ({error}); move the file away to start anew") from error
