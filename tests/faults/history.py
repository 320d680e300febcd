"""The load's own books: every request before it is made, and every answer after it came, each on disk at once.

What the carrier was told 2xx for is here even if the load itself is killed. Nothing of the house is used.
"""

import json
import os
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

USSD, SMS, REPORT = "ussd", "sms", "delivery"


@dataclass(frozen=True, slots=True)
class Request:
    """What makes a callback itself: the same for each of its repeats.

    `id` is the carrier's (USSD session, SMS, or message reported on); `text` what was typed so far, the SMS, or the
    report's status.
    """

    kind: str
    id: str
    phone: str
    text: str


class History:
    """Safe to share between threads. `odd`: answers that nobody should get, in words."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._file = path.open("ab")
        self._acked: dict[Request, str] = {}
        self.last_acked = 0.0  # of `time.monotonic`
        self.odd: list[str] = []

    def ask(self, request: Request) -> None:
        """Note that this is about to be asked, for the first time or again."""
        self._write({"asked": asdict(request)})

    def acknowledge(self, request: Request, body: str) -> None:
        """Note that this was answered 2xx with this body. A repeat answered otherwise than before is odd."""
        self._write({"acked": asdict(request), "body": body})
        with self._lock:
            before = self._acked.setdefault(request, body)
            self.last_acked = time.monotonic()
        if before != body:
            self.note(f"{request} was answered {before!r}, then {body!r}")

    def note(self, what: str) -> None:
        """Note something odd."""
        self._write({"odd": what})
        self.odd.append(what)

    def acked(self) -> dict[Request, str]:
        """All that was acknowledged so far, and with what words."""
        with self._lock:
            return dict(self._acked)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _write(self, line: object) -> None:
        text = json.dumps(line, ensure_ascii=False) + "\n"
        with self._lock:
            self._file.write(text.encode())
            self._file.flush()
            os.fsync(self._file.fileno())


def acknowledged(path: Path) -> dict[Request, str]:
    """What a file says was acknowledged; a half-written last line counts as not."""
    found: dict[Request, str] = {}
    for line in path.read_bytes().split(b"\n")[:-1]:
        said = json.loads(line)
        if "acked" in said:
            found.setdefault(Request(**said["acked"]), said["body"])
    return found
