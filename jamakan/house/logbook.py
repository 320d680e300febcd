"""What the processes print: all of it in var/log/house.log, the last lines at hand when something goes wrong."""

import logging
import sys
from collections import defaultdict, deque
from logging.handlers import RotatingFileHandler
from pathlib import Path

from jamakan.house.processes import PROCESSES
from jamakan.house.supervisor import HOUSE

BYTES = 5_000_000  # a file; two older ones are kept
LAST = 12  # lines at hand of each process
WIDTH = max(len(process.name) for process in PROCESSES)


class Logbook:
    """Takes lines by process. With `aloud` all of them go to stderr too, else only the supervisor's own."""

    def __init__(self, directory: Path, aloud: bool = False) -> None:
        directory.mkdir(mode=0o700, exist_ok=True)
        self.path = directory / "house.log"
        self._aloud = aloud
        self._last: dict[str, deque[str]] = defaultdict(lambda: deque(maxlen=LAST))
        handler = RotatingFileHandler(self.path, maxBytes=BYTES, backupCount=2, encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        self._file = logging.Logger("house")
        self._file.addHandler(handler)

    def say(self, name: str, line: str) -> None:
        """Take one line of one process."""
        prefixed = f"{name:<{WIDTH}} | {line}"
        self._file.info("%s", prefixed)
        self._last[name].append(prefixed)
        if self._aloud or name == HOUSE:
            print(prefixed, file=sys.stderr, flush=True)

    def last_words(self, name: str) -> str:
        """The last lines of a process."""
        return "\n".join(self._last[name]) or f"{name} said nothing"

    def close(self) -> None:
        """Close the file."""
        for handler in self._file.handlers:
            handler.close()
