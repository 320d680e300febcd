"""What a server tells that is hard to bring about: judged from its own words."""

from typing import Any

import pytest

from jamakan.doctor.redis_checks import Server, access, append_only_file, memory, role, version
from jamakan.doctor.verdicts import Level
from jamakan.state.inspection import RedisFacts


def server(url: str = "unix:///run/valkey.sock", **info: Any) -> Server:
    return Server(url, RedisFacts(info, {}, "", 0.0))


@pytest.mark.parametrize(
    ("url", "level"),
    [
        ("unix:///run/valkey/valkey.sock", Level.OK),
        ("redis://127.0.0.1:6379/0", Level.OK),
        ("redis://localhost/0", Level.OK),
        ("redis://10.0.0.5:6379/0", Level.FAILURE),
        ("redis://:secret@10.0.0.5:6379/0", Level.WARNING),
        ("rediss://10.0.0.5:6379/0", Level.FAILURE),
        ("rediss://jamakan:secret@cache.example.ml:6380/0", Level.OK),
    ],
)
def test_who_else_may_reach_it(url: str, level: Level) -> None:
    assert access(server(url)).level is level


@pytest.mark.parametrize(
    ("info", "level", "words"),
    [
        ({"redis_version": "7.2.4", "valkey_version": "9.1.2"}, Level.OK, "Valkey 9.1.2"),
        ({"redis_version": "7.0.15"}, Level.OK, "Redis 7.0.15"),
        ({"redis_version": "8.0.2"}, Level.OK, "Redis 8.0.2"),
        ({"redis_version": "6.2.14"}, Level.FAILURE, "Redis 6.2.14 is too old"),
    ],
)
def test_versions(info: dict[str, str], level: Level, words: str) -> None:
    verdict = version(server(**info))
    assert (verdict.level, verdict.says) == (level, words)


@pytest.mark.parametrize(
    ("write", "rewrite", "level", "words"),
    [
        ("ok", "ok", Level.OK, "last write kept"),
        ("err", "ok", Level.FAILURE, "its last write to the append-only file failed"),
        ("ok", "err", Level.WARNING, "could not be rewritten"),
    ],
)
def test_a_file_that_cannot_be_written(write: str, rewrite: str, level: Level, words: str) -> None:
    told = {"aof_enabled": 1, "aof_last_write_status": write, "aof_last_bgrewrite_status": rewrite}
    verdict = append_only_file(server(**told))
    assert verdict.level is level
    assert words in verdict.says


@pytest.mark.parametrize(
    ("used", "limit", "system", "level"),
    [
        (1, 0, 10, Level.OK),
        (8, 0, 10, Level.WARNING),
        (8, 100, 10, Level.OK),
        (96, 100, 1000, Level.FAILURE),
    ],
)
def test_memory(used: int, limit: int, system: int, level: Level) -> None:
    assert memory(server(used_memory=used, maxmemory=limit, total_system_memory=system)).level is level


def test_a_primary_with_replicas_is_told_what_a_failover_loses() -> None:
    verdict = role(server(role="master", cluster_enabled=0, connected_slaves=1))
    assert verdict.level is Level.WARNING
    assert "a failover loses the last moments" in verdict.says
