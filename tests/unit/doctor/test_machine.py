"""Where files may rest, judged from the kernel's own table of mounts."""

from pathlib import Path

import pytest

from jamakan.doctor.host_checks import Host, file_system, private, space, space_verdict, user
from jamakan.doctor.mounts import mount_of
from jamakan.doctor.verdicts import Level

TABLE = """\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:26 / /dev/shm rw,nosuid - tmpfs tmpfs rw
41 22 0:40 / /srv/shared rw,relatime - nfs4 10.0.0.2:/export rw,vers=4.2
42 22 0:41 / /mnt/two\\040words rw - cifs //nas/share rw
43 22 254:1 / /var/lib/jamakan rw master:3 - xfs /dev/vdb rw
44 43 254:2 / /var/lib/jamakan rw - btrfs /dev/vdc rw
45 22 0:50 / /app rw,relatime - overlay overlay rw,lowerdir=/a
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/awa", "ext4"),
        ("/dev/shm/jamakan", "tmpfs"),
        ("/srv/shared", "nfs4"),
        ("/srv/shared-not", "ext4"),
        ("/mnt/two words/db", "cifs"),
        ("/var/lib/jamakan/valkey", "btrfs"),  # mounted over the xfs
    ],
)
def test_the_file_system_of_a_path(path: str, kind: str) -> None:
    mount = mount_of(Path(path), TABLE)
    assert mount is not None
    assert mount.kind == kind


def host(path: str, *keeps: str, table: str = TABLE) -> Host:
    return Host(production=True, user=1000, directories=(Path(path),), keeps=keeps, mount_table=table)


@pytest.mark.parametrize(
    ("path", "level", "words"),
    [
        ("/var/lib/jamakan", Level.OK, "SQLite and Valkey on btrfs"),
        ("/srv/shared/jamakan", Level.FAILURE, "locks and syncs do not hold over a network"),
        ("/mnt/two words", Level.FAILURE, "on cifs"),
        ("/dev/shm", Level.FAILURE, "a restart loses everything"),
        ("/app/var", Level.WARNING, "goes when the container does"),
    ],
)
def test_where_a_house_may_keep_its_files(path: str, level: Level, words: str) -> None:
    verdict = file_system(host(path, "SQLite", "Valkey"))
    assert verdict.level is level
    assert words in verdict.says


def test_where_nothing_rests_any_file_system_does() -> None:
    assert file_system(host("/srv/shared/jamakan")).level is Level.OK


def test_without_a_table_of_mounts_nobody_can_tell() -> None:
    assert file_system(host("/var", "SQLite", table="")).level is Level.UNKNOWN


@pytest.mark.parametrize(
    ("gigabytes", "level"), [(80.0, Level.OK), (1.9, Level.WARNING), (0.3, Level.WARNING), (0.2, Level.FAILURE)]
)
def test_free_space(gigabytes: float, level: Level) -> None:
    assert space_verdict(int(gigabytes * 2**30), Path("/var")).level is level


def test_a_directory_that_is_not_there_is_told_and_nothing_else_breaks() -> None:
    missing = host("/no/such/var", "Valkey")
    assert private(missing).do == "mkdir -m 0700 /no/such/var"
    assert space(missing).level is Level.UNKNOWN


def test_root_is_told_only_where_people_call() -> None:
    root = Host(production=True, user=0, directories=(), keeps=(), mount_table="")
    assert user(root).level is Level.WARNING
    assert user(Host(False, 0, (), (), "")).level is Level.OK
