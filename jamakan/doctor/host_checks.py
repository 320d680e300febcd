"""Whether this machine keeps what is written here, and to itself (design §4, promises 1 and 7)."""

import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from jamakan.core import Core
from jamakan.doctor.mounts import Mount, mount_of, read_table
from jamakan.doctor.verdicts import Verdict, cannot_tell, failure, ok, warning
from jamakan.house.valkey import socket_url

NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "9p", "ceph", "glusterfs", "fuse.glusterfs", "fuse.sshfs", "afs"})
MEMORY = frozenset({"tmpfs", "ramfs"})
LAYERED = frozenset({"overlay", "aufs"})
SCARCE, GONE = 2 * 2**30, 256 * 2**20  # bytes free; a bulk of 100,000 messages takes some 100 MiB


@dataclass(frozen=True, slots=True)
class Host:
    """This machine, seen from the directories we write to. `keeps`: what of the house rests here, in words."""

    production: bool
    user: int
    directories: tuple[Path, ...]
    keeps: tuple[str, ...]
    mount_table: str


def examined(core: Core) -> Host:
    settings = core.settings
    directories, keeps = [settings.var.absolute()], []
    if core.db.url.drivername.startswith("sqlite"):
        directories.append(Path(core.db.url.database or "").absolute().parent)
        keeps.append("SQLite")
    if settings.redis_address == socket_url(settings.var):
        keeps.append("Valkey")
    return Host(
        production=settings.env == "production",
        user=os.geteuid(),
        directories=tuple(dict.fromkeys(path.resolve() for path in directories)),
        keeps=tuple(keeps),
        mount_table=read_table(),
    )


def user(host: Host) -> Verdict:
    if host.production and host.user == 0:
        return warning("this runs as root", "a user of its own, as deploy/systemd does")
    return ok("not root" if host.user else "root, in a house nobody calls")


def private(host: Host) -> Verdict:
    """Carrier keys, spools and databases lie there: nobody else on this machine is to read them."""
    for path in host.directories:
        if not path.is_dir():
            return failure(f"{path} is not there", f"mkdir -m 0700 {path}")
        if mode := stat.S_IMODE(path.stat().st_mode) & 0o077:
            return failure(f"{path} is open to others (mode …{mode:02o})", f"chmod 0700 {path}")
    return ok("directories are for this user only")


def file_system(host: Host) -> Verdict:
    if not host.keeps:
        return ok("nothing of the house rests on this machine's disk")
    what = " and ".join(host.keeps)
    found = [mount for path in host.directories if (mount := mount_of(path, host.mount_table))]
    if not found:
        return cannot_tell("which file system this is", f"{what} must lie on a local disk")
    for mount in found:
        if (verdict := _risk(mount, what)) is not None:
            return verdict
    return ok(f"{what} on {', '.join(sorted({mount.kind for mount in found}))}")


def _risk(mount: Mount, what: str) -> Verdict | None:
    if mount.kind in NETWORK:
        return failure(f"{what} on {mount.kind}: locks and syncs do not hold over a network", "a local disk")
    if mount.kind in MEMORY:
        return failure(f"{what} in memory ({mount.kind}): a restart loses everything", "a local disk")
    if mount.kind in LAYERED:
        return warning(f"{what} in a container's own layer: it goes when the container does", "a volume")
    return None


def space(host: Host) -> Verdict:
    found = [(shutil.disk_usage(path).free, path) for path in host.directories if path.is_dir()]
    return space_verdict(*min(found)) if found else cannot_tell("no directory to look at", "see 'private'")


def space_verdict(free: int, path: Path) -> Verdict:
    """On `free` bytes below `path`."""
    says = f"{free / 2**30:.1f} GiB free below {path}"
    if free < GONE:
        return failure(says, "make room now: a full disk answers callers with 503")
    return warning(says, "make room before it is full") if free < SCARCE else ok(says)


CHECKS = (
    ("user", user),
    ("private", private),
    ("file system", file_system),
    ("space", space),
)
