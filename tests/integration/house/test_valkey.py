"""The embedded Valkey: on a socket of our own, durable, one a directory."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from redis import Redis

from jamakan.house.valkey import ValkeyError, find_server, private_directory, serve, socket_path, socket_url
from tests.support.valkey import answers, running


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("appendonly", "yes"),
        ("appendfsync", "always"),
        ("maxmemory-policy", "noeviction"),
        ("save", ""),
        ("port", "0"),
    ],
)
def test_it_runs_with_durable_settings(redis_url: str, setting: str, value: str) -> None:
    assert Redis.from_url(redis_url, decode_responses=True).config_get(setting) == {setting: value}


def test_its_files_are_for_its_user_only(tmp_path: Path) -> None:
    with running(tmp_path):
        assert (tmp_path / "valkey").stat().st_mode & 0o777 == 0o700
        assert socket_path(tmp_path).stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL], ids=lambda end: end.name)
def test_what_it_acknowledged_survives_its_end(tmp_path: Path, end: signal.Signals) -> None:
    with running(tmp_path) as server:
        Redis.from_url(socket_url(tmp_path)).xadd("events", {"e": "given"}, id="1-1")
        server.send_signal(end)
        server.wait(10)
    with running(tmp_path):
        assert Redis.from_url(socket_url(tmp_path)).xrange("events") == [(b"1-1", {b"e": b"given"})]


@pytest.mark.parametrize("zeros", [1, 57, 70_000])
def test_zeros_that_a_power_cut_left_are_cut_off(tmp_path: Path, zeros: int) -> None:
    with running(tmp_path), Redis.from_url(socket_url(tmp_path)) as redis:
        redis.xadd("events", {"e": b"given\0"}, id="1-1")
    (file,) = (tmp_path / "valkey" / "appendonlydir").glob("*.incr.aof")
    with file.open("ab") as torn:
        torn.write(bytes(zeros))
    with running(tmp_path), Redis.from_url(socket_url(tmp_path)) as redis:
        assert redis.xrange("events") == [(b"1-1", {b"e": b"given\0"})]


def test_a_second_start_uses_the_server_there_is_and_takes_over_when_it_ends(tmp_path: Path) -> None:
    with running(tmp_path) as first:
        Redis.from_url(socket_url(tmp_path)).set("who", "first")
        with running(tmp_path) as second:
            first.kill()
            first.wait(10)
            _until_answers(socket_url(tmp_path))
            assert Redis.from_url(socket_url(tmp_path)).get("who") == b"first"
            assert second.poll() is None


def _until_answers(url: str) -> None:
    for _ in range(200):
        if answers(url):
            return
        time.sleep(0.02)
    pytest.fail("nobody took over")


def test_a_path_too_long_for_a_socket_gets_a_short_one(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    assert len(os.fsencode(socket_path(deep))) <= 100
    assert socket_path(deep) != socket_path(deep / "f")
    with running(deep):
        assert answers(socket_url(deep))
    socket_path(deep).parent.rmdir()  # empty: the server took its socket along


def test_the_url_of_a_path_with_a_space_reaches_it(tmp_path: Path) -> None:
    with running(tmp_path / "mon jamakan"):
        assert answers(socket_url(tmp_path / "mon jamakan"))


def test_an_old_server_on_path_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "redis-server"
    old.write_text("#!/bin/sh\necho 'Redis server v=6.0.16 sha=00000000:0'\n")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert find_server() != old


def test_a_new_server_on_path_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new = tmp_path / "valkey-server"
    new.write_text("#!/bin/sh\necho 'Valkey server v=8.1.0 sha=00000000:0'\n")
    new.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert find_server() == new


def test_a_named_server_makes_the_process_idle(tmp_path: Path) -> None:
    environment = os.environ | {"JAMAKAN_VAR": str(tmp_path), "REDIS_URL": "redis://127.0.0.1:1/0"}
    argv = [sys.executable, "-m", "jamakan.house", "valkey"]
    with subprocess.Popen(argv, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "names a server" in process.stdout.readline()
        process.terminate()
    assert not (tmp_path / "valkey").exists()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a directory away")
def test_a_directory_of_another_user_is_refused(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    os.chown(theirs, 65534, 65534)
    with pytest.raises(ValkeyError, match="another user"):
        private_directory(theirs)


def test_a_file_in_its_place_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "valkey").write_text("")
    with pytest.raises(FileExistsError):
        serve(tmp_path)
