"""A Redis set weaker than the promises need is found, and the house's own passes."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from redis import Redis

from jamakan.doctor.examination import examine
from jamakan.doctor.verdicts import Level
from tests.support import weak
from tests.support.weak import Built, asked


@pytest.fixture
def own_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of this test's own, to spoil."""
    with weak.valkey(tmp_path_factory.mktemp("valkey")) as url:
        yield url


def test_the_embedded_server_passes_every_check(redis_url: str, built: Built) -> None:
    verdicts = {
        finding.check: finding.verdict for finding in examine(built(redis_url=redis_url)) if finding.group == "redis"
    }
    assert {verdict.level for verdict in verdicts.values()} == {Level.OK}, verdicts
    assert "Valkey" in verdicts["version"].says or "Redis" in verdicts["version"].says


@pytest.mark.parametrize(
    ("settings", "check", "words"),
    [
        ({"appendfsync": "everysec"}, "fsync", "appendfsync is everysec: a power cut loses answers"),
        ({"appendfsync": "no"}, "fsync", "appendfsync is no"),
        ({"no-appendfsync-on-rewrite": "yes"}, "fsync", "while it rewrites its file, writes are not synced"),
        ({"appendonly": "no"}, "append-only file", "no append-only file: a restart loses answers"),
        ({"appendonly": "no", "save": "60 1"}, "append-only file", "no append-only file"),
        ({"maxmemory-policy": "allkeys-lru"}, "eviction", "maxmemory-policy is allkeys-lru"),
        ({"maxmemory-policy": "volatile-ttl"}, "eviction", "maxmemory-policy is volatile-ttl"),
        ({"maxmemory": "1"}, "memory", "% of 0.0 GiB used"),
        ({"maxmemory": "1"}, "writes", "keeps nothing now: "),
    ],
)
def test_a_weaker_setting_is_a_failure(
    own_url: str, built: Built, settings: dict[str, str], check: str, words: str
) -> None:
    with closing(Redis.from_url(own_url)) as client:
        for name, value in settings.items():
            client.config_set(name, value)
    verdict = asked(built(redis_url=own_url), "redis", check)
    assert verdict.level is Level.FAILURE
    assert words in verdict.says
    assert verdict.do


def test_what_was_evicted_once_is_not_forgotten(own_url: str, built: Built) -> None:
    with closing(Redis.from_url(own_url)) as client:
        client.config_set("maxmemory-policy", "allkeys-random")
        client.set("profile", b"x" * 100_000)
        client.config_set("maxmemory", "1")
        client.config_set("maxmemory", "0")
        client.config_set("maxmemory-policy", "noeviction")
    verdict = asked(built(redis_url=own_url), "redis", "eviction")
    assert verdict.level is Level.FAILURE
    assert "evicted 1 keys" in verdict.says


def test_a_replica_is_refused(own_url: str, built: Built) -> None:
    with closing(Redis.from_url(own_url)) as client:
        client.replicaof("127.0.0.1", 1)
    core = built(redis_url=own_url)
    assert "it is a replica" in asked(core, "redis", "role").says
    assert "read only replica" in asked(core, "redis", "writes").says


def test_a_server_in_cluster_mode_is_refused(tmp_path: Path, built: Built) -> None:
    with weak.valkey(tmp_path / "cluster", "--cluster-enabled", "yes") as url:
        verdict = asked(built(redis_url=url), "redis", "role")
    assert verdict.level is Level.FAILURE
    assert "cluster mode" in verdict.says


def test_what_a_managed_service_hides_is_never_called_well(tmp_path: Path, built: Built) -> None:
    with weak.valkey(tmp_path / "managed", "--rename-command", "CONFIG", "") as url:
        core = built(redis_url=url)
        verdict = asked(core, "redis", "fsync")
        assert asked(core, "redis", "append-only file").level is Level.OK  # INFO tells that much
    assert verdict.level is Level.UNKNOWN
    assert "ask your provider" in verdict.do


def test_a_server_that_tells_nothing_is_never_called_well(tmp_path: Path, built: Built) -> None:
    hidden = ("--rename-command", "CONFIG", "", "--rename-command", "INFO", "")
    with weak.valkey(tmp_path / "silent", *hidden) as url:
        core = built(redis_url=url)
        for check in ("version", "append-only file", "fsync", "eviction", "memory", "role"):
            assert asked(core, "redis", check).level is Level.UNKNOWN, check


@pytest.mark.parametrize(("seconds", "level"), [(10, Level.WARNING), (90, Level.FAILURE), (-90, Level.FAILURE)])
def test_clocks_apart_are_found(redis_url: str, built: Built, seconds: int, level: Level) -> None:
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=seconds), tick=True):
        verdict = asked(built(redis_url=redis_url), "redis", "clock")
    assert verdict.level is level
    assert ("behind" if seconds > 0 else "ahead of") in verdict.says


def test_a_server_that_is_away_is_one_failure_and_the_rest_is_unknown(tmp_path: Path, built: Built) -> None:
    found = [
        finding
        for finding in examine(built(redis_url=f"unix://{tmp_path}/nobody"))
        if finding.group in {"redis", "work"}
    ]
    assert [finding.check for finding in found if finding.verdict.level is Level.FAILURE] == ["answers"]
    assert {finding.verdict.level for finding in found[1:]} == {Level.UNKNOWN}
