"""What a program leaves behind when it dies: the processes of its session.

Every child of the supervisor leads a session of its own. Process groups do not do: an RQ work-horse makes itself
another group and outlives a killed worker (measured: for 72 s, beside its own replacement).
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

SESSION_FIELD = 3  # of /proc/<pid>/stat, counted behind the command's closing parenthesis: proc(5)


def members(session: int) -> Iterator[int]:
    """The pids of a session, its leader's own too. Linux only."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):  # it ended while we looked
                fields = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()
                if int(fields[SESSION_FIELD]) == session:
                    yield int(entry.name)


def kill_session(session: int) -> None:
    """Kill whatever is left of a session, at once."""
    if sys.platform != "linux":
        with suppress(ProcessLookupError):
            os.killpg(session, signal.SIGKILL)
        return
    for pid in members(session):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
