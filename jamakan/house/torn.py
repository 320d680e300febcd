"""What a power cut may leave at the end of Valkey's append-only file: zeros instead of its last write.

The file system may have made the file longer before it wrote the bytes. Valkey mends a file that ends too early by
itself, but refuses one that ends in zeros (seen on ext4: "Bad file format", and it never starts again). No command
ends in a zero, and what was acknowledged was synced, so it all comes before them: they can go.
"""

import os
from pathlib import Path

FILES = "appendonlydir/*.incr.aof"
CHUNK = 1 << 16


def mend(directory: Path) -> int:
    """Cut the zeros off the ends of the append-only files in Valkey's directory. Returns how many bytes."""
    return sum(_cut(path) for path in directory.glob(FILES))


def _cut(path: Path) -> int:
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        end = size
        while end:
            start = max(0, end - CHUNK)
            file.seek(start)
            kept = len(file.read(end - start).rstrip(b"\0"))
            end = start + kept
            if kept:
                break
        if end < size:
            file.truncate(end)
            os.fsync(file.fileno())
        return size - end
