"""`python3 run.py doctor` as it is typed: a line a check, an exit code for scripts, JSON for programs."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jamakan.cli.group import jamakan
from jamakan.store.database import Database
from jamakan.store.migrate import migrate
from tests.support.line import KEY, TOKEN

SOUND = {
    "ENV": "production",
    "KEY": KEY,
    "WEBHOOK_TOKENS": TOKEN,
    "AT_API_KEY": "a-key",
    "AT_USERNAME": "cocem",
    "MONTHLY_CAP": "100000",
}


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, redis_url: str) -> pytest.MonkeyPatch:
    """The environment of a sound house without anybody at work."""
    for name, value in (SOUND | {"VAR": str(tmp_path), "REDIS_URL": redis_url}).items():
        monkeypatch.setenv(f"JAMAKAN_{name}", value)
    database = Database(f"sqlite:///{tmp_path / 'jamakan.db'}")
    migrate(database)
    database.close()
    return monkeypatch


def run(*words: str) -> Result:
    return CliRunner().invoke(jamakan, ["doctor", *words], catch_exceptions=False)


def test_a_line_a_check_and_what_to_do(settings: pytest.MonkeyPatch) -> None:
    told = run()
    lines = told.output.splitlines()
    assert told.exit_code == 1  # nobody works here
    (fsync,) = (line for line in lines if "fsync" in line)
    assert fsync.startswith("ok          redis")
    (worker,) = (line for line in lines if "worker store" in line)
    assert worker.startswith("failure     work")
    assert worker.endswith("→ systemctl status jamakan-worker@store")
    assert lines[-1].endswith("0 cannot tell")


def test_quiet_leaves_out_what_is_well(settings: pytest.MonkeyPatch) -> None:
    assert not [line for line in run("--quiet").output.splitlines() if line.startswith("ok ")]


def test_json_for_programs(settings: pytest.MonkeyPatch) -> None:
    told = run("--json")
    found = json.loads(told.output)
    assert told.exit_code == 1
    assert set(found) == {"findings", "counts"}
    assert sum(found["counts"].values()) == len(found["findings"])
    (clock,) = (one for one in found["findings"] if (one["group"], one["check"]) == ("work", "clock"))
    assert clock["level"] == "failure"
    assert clock["do"] == "systemctl status jamakan-clock"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("KEY", "", "JAMAKAN_KEY is empty"),
        ("WEBHOOK_TOKENS", "", "production needs JAMAKAN_WEBHOOK_TOKENS"),
        ("TIMEZONE", "Africa/Kayes", "no such time zone"),
        ("DATABASE_URL", "sqlite:////no/such/folder/jamakan.db", "the folder /no/such/folder does not exist"),
        ("DATABASE_URL", "mysql://root@/jamakan", "mysql is not supported"),
    ],
)
def test_settings_nobody_could_start_with_are_findings(
    settings: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    settings.setenv(f"JAMAKAN_{name}", value)
    told = run()
    assert told.exit_code == 1
    assert words in told.output
    assert told.output.splitlines()[-1] == "0 ok, 0 warning, 1 failure, 0 cannot tell"


@pytest.mark.parametrize(
    ("name", "value", "check", "words"),
    [
        ("ENV", "demo", "environment", "this is a demo house"),
        ("AT_USERNAME", "sandbox", "carrier", "nothing reaches real phones"),
        ("AT_BASE_URL", "http://127.0.0.1:8600", "carrier", "somewhere else"),
        ("BIND", "192.0.2.7", "address", "listens on 192.0.2.7 without TLS"),
        (
            "WEBHOOK_TOKENS",
            ",".join(f"{TOKEN}-{number}" for number in range(3)),
            "webhook tokens",
            "3 webhook tokens",
        ),
        ("LANGUAGES", "fr,bm", "languages", "'bm' is offered, and"),
        ("COUNTRY", "XX", "country", "no country 'XX'"),
    ],
)
def test_settings_that_weaken_a_service(
    settings: pytest.MonkeyPatch, name: str, value: str, check: str, words: str
) -> None:
    def line() -> str:
        (found,) = (line for line in run().output.splitlines() if f" {check} " in line)
        return found

    assert line().startswith("ok ")
    settings.setenv(f"JAMAKAN_{name}", value)
    assert not line().startswith("ok ")
    assert words in line()
