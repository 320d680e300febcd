"""Secrets made once, records in one move, one demo a directory, and the log."""

import re
from pathlib import Path

import pytest

from jamakan.house import record
from jamakan.house.files import make_once, replace
from jamakan.house.logbook import Logbook
from jamakan.house.record import AlreadyRunning, only_demo
from jamakan.house.variables import as_env_file, demo_variables
from run import variables


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_secret_is_made_once_for_its_user_only(tmp_path: Path) -> None:
    assert make_once(tmp_path / "key", lambda: "first") == "first"
    assert make_once(tmp_path / "key", lambda: "second") == "first"
    assert mode(tmp_path / "key") == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["key"], "nothing of its making is left"


def test_a_record_is_replaced_for_its_user_only(tmp_path: Path) -> None:
    replace(tmp_path / "demo.json", "old")
    replace(tmp_path / "demo.json", "new é")
    assert (tmp_path / "demo.json").read_text(encoding="utf-8") == "new é"
    assert mode(tmp_path / "demo.json") == 0o600


def test_a_demo_is_alone_in_its_directory_and_shown_to_the_next(tmp_path: Path) -> None:
    with only_demo(tmp_path):
        record.write(tmp_path, {"web_phone": "http://127.0.0.1:8600/"})
        with pytest.raises(AlreadyRunning) as news, only_demo(tmp_path):
            pass
        assert news.value.record == {"web_phone": "http://127.0.0.1:8600/"}
    assert record.read(tmp_path) == {}


def test_what_a_killed_demo_left_is_removed(tmp_path: Path) -> None:
    record.write(tmp_path, {"pids": {"demo": 1}})
    with only_demo(tmp_path):
        assert record.read(tmp_path) == {}


def test_a_second_demo_of_the_same_directory_has_the_same_secrets(tmp_path: Path) -> None:
    first, second = demo_variables(tmp_path, 8080, 8600), demo_variables(tmp_path, 8081, 8601)
    changed = {name for name in first if first[name] != second[name]}
    assert changed == {
        "JAMAKAN_PORT",
        "JAMAKAN_AT_BASE_URL",
        "EMULATOR_PORT",
        "EMULATOR_CALLBACK_BASE",
    }


def test_run_py_reads_the_settings_that_the_demo_writes(tmp_path: Path) -> None:
    written = demo_variables(tmp_path, 8080, 8600)
    assert dict(variables(as_env_file(written))) == written


def test_the_log_holds_every_line_and_the_last_are_at_hand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    logbook = Logbook(tmp_path / "log")
    for number in range(100):
        logbook.say("gateway", f"line {number}")
    logbook.say("house", "gateway ended by SIGKILL")
    logbook.close()
    assert len(re.findall(r"gateway +\| line", logbook.path.read_text())) == 100
    assert "line 99" in logbook.last_words("gateway")
    assert "line 9\n" not in logbook.last_words("gateway")
    assert logbook.last_words("clock") == "clock said nothing"
    assert re.fullmatch(r"house +\| gateway ended by SIGKILL\n", capsys.readouterr().err)
