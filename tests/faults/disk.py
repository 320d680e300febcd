"""The disk a house lives on: a small file system of its own, so that it can be filled, and its power cut.

A power cut is the kernel's own (ext4's shutdown, as file-system tests use it): what was not synced by then is gone,
and every later write fails. It needs root and a loop device, a full disk needs root; without them the house lives in
a plain folder and these two faults are not on the menu.
"""

import fcntl
import os
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.faults.plan import DISK_FULL, POWER_CUT

MEGABYTES = 320  # PostgreSQL's first files and log are 90 of them
BALLAST = "ballast"
LEAST = 512  # bytes a file may still find free
SHUTDOWN, NO_FLUSH = 0x8004587D, 2  # EXT4_IOC_SHUTDOWN: linux/fs/ext4/ext4.h


@dataclass(frozen=True)
class Disk:
    """A mounted disk, or a plain folder. `image`: what holds its bytes, None for a folder."""

    path: Path
    image: Path | None = None

    @property
    def faults(self) -> frozenset[str]:
        """What can be done to it."""
        return frozenset({DISK_FULL, POWER_CUT}) if self.image else frozenset()

    def fill(self) -> None:
        """Leave no byte free."""
        with (self.path / BALLAST).open("wb", buffering=0) as ballast:
            size = os.fstatvfs(ballast.fileno()).f_bavail * os.fstatvfs(ballast.fileno()).f_frsize
            while size >= LEAST:
                try:
                    os.posix_fallocate(ballast.fileno(), os.fstat(ballast.fileno()).st_size, size)
                except OSError:
                    size //= 2

    def empty(self) -> None:
        """Give the room back, for good: a power cut right after does not take it again."""
        (self.path / BALLAST).unlink(missing_ok=True)
        self.sync()

    def sync(self) -> None:
        """Put all that was written so far on the disk."""
        _run("sync", "--file-system", str(self.path))

    def cut(self) -> None:
        """Keep what was synced and nothing else; all that is written from now on fails, until `mount`."""
        handle = os.open(self.path, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, SHUTDOWN, struct.pack("I", NO_FLUSH))
        finally:
            os.close(handle)

    def mount(self) -> None:
        """Attach it, as it is after a start. Raises CalledProcessError."""
        _run("mount", "-o", "loop,noatime", str(self.image), str(self.path))

    def unmount(self) -> None:
        """Detach it. Raises CalledProcessError while somebody uses it."""
        _run("umount", str(self.path))


@contextmanager
def disk(folder: Path) -> Iterator[Disk]:
    """A disk in `folder` for the block; a plain folder where none can be made."""
    path = folder / "disk"
    path.mkdir()
    path.chmod(0o711)  # PostgreSQL runs as another user
    image = folder / "disk.img"
    made = Disk(path, image)
    try:
        try:
            _format(image)
            made.mount()
        except (OSError, subprocess.CalledProcessError):
            yield Disk(path)
            return
        try:
            path.chmod(0o711)
            yield made
        finally:
            with suppress(subprocess.CalledProcessError):  # somebody still ends; the mount goes with our namespace
                made.unmount()
    finally:
        image.unlink(missing_ok=True)


def _format(image: Path) -> None:
    with image.open("wb") as file:
        file.truncate(MEGABYTES << 20)
    _run("mkfs.ext4", "-q", "-F", "-m", "0", str(image))


def _run(*command: str) -> None:
    subprocess.run(
        command, check=True, capture_output=True, env=os.environ | {"PATH": f"{os.environ['PATH']}:/sbin:/usr/sbin"}
    )
