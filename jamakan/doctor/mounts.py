"""On which kind of file system a path lies."""

import re
from dataclasses import dataclass
from pathlib import Path

TABLE = Path("/proc/self/mountinfo")  # proc(5); Linux only
POINT_FIELD = 4
ESCAPED = re.compile(r"\\(\d{3})")  # spaces and the like, in octal


@dataclass(frozen=True, slots=True)
class Mount:
    """A file system: where it is mounted, and its kind as the kernel names it (ext4, nfs4, tmpfs, …)."""

    point: Path
    kind: str


def mounts(table: str) -> list[Mount]:
    """The lines of a mountinfo file. Of two on one point the later one is seen."""
    found = []
    for line in table.splitlines():
        place, _, file_system = line.partition(" - ")
        point = ESCAPED.sub(lambda match: chr(int(match[1], 8)), place.split()[POINT_FIELD])
        found.append(Mount(Path(point), file_system.split()[0]))
    return found


def mount_of(path: Path, table: str) -> Mount | None:
    """The file system that holds `path`; None when the table names none."""
    inside = [mount for mount in mounts(table) if path.is_relative_to(mount.point)]
    return max(reversed(inside), key=lambda mount: len(mount.point.parts), default=None)


def read_table() -> str:
    """The mounts as this process sees them; empty where there is no such table."""
    return TABLE.read_text(encoding="utf-8", errors="surrogateescape") if TABLE.exists() else ""
