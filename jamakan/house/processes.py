"""The one table of the processes that make a house. The demo runs it; the Procfile says the same."""

import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Process:
    """A program of the house: its name in logs, and the command line after `python`."""

    name: str
    arguments: tuple[str, ...]

    @property
    def argv(self) -> list[str]:
        """The command line with this Python."""
        return [sys.executable, *self.arguments]

    @property
    def procfile_line(self) -> str:
        """How a Procfile says it."""
        return f"{self.name}: python {' '.join(self.arguments)}"


VALKEY = Process("valkey", ("-m", "jamakan.house", "valkey"))
WORKER_STORE = Process("worker-store", ("-m", "workers", "store"))
WORKER_SEND = Process("worker-send", ("-m", "workers", "send"))
WORKER_OFFICE = Process("worker-office", ("-m", "workers", "office"))
WORKER_LONG = Process("worker-long", ("-m", "workers", "long"))
CLOCK = Process("clock", ("-m", "workers", "clock"))
GATEWAY = Process("gateway", ("-m", "gateway"))
EMULATOR = Process("emulator", ("-m", "emulator"))

WORKERS = (WORKER_STORE, WORKER_SEND, WORKER_OFFICE, WORKER_LONG, CLOCK)
# In the order they start; they stop in the other, so that nobody talks to one who has left.
PROCESSES = (VALKEY, *WORKERS, GATEWAY, EMULATOR)
