"""The systemd units say what the process table says, and systemd understands them."""

import os
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from jamakan.cli.group import COMMANDS
from jamakan.house.processes import EMULATOR, PROCESSES, VALKEY
from jamakan.storing import AT_MOST_SECONDS

UNITS = Path(__file__).parents[3] / "deploy" / "systemd"
PYTHON = "/srv/jamakan/.venv/bin/python"
SERVERS = {VALKEY, EMULATOR}  # Redis comes from a package there, and the carrier is a real one
DAEMONS = ("jamakan-gateway.service", "jamakan-worker@.service", "jamakan-sender@.service", "jamakan-clock.service")
CARRIER_SECONDS = 60  # a call may take as long
EXPOSURE_MAX = 20  # tenths; below 20 systemd calls a unit OK


def unit(name: str) -> ConfigParser:
    """A unit's settings; of one that is said several times, the last."""
    parsed = ConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]  # systemd minds capitals
    parsed.read(UNITS / name, encoding="utf-8")
    return parsed


def started() -> dict[str, str]:
    """What the target starts: unit → command."""
    wanted = unit("jamakan.target")["Unit"]["Wants"].split()
    commands = {}
    for name in wanted:
        template, at, instance = name.partition("@")
        file = f"{template}@.service" if at else name
        commands[name] = unit(file)["Service"]["ExecStart"].replace("%i", instance.removesuffix(".service"))
    return commands


def test_the_target_starts_the_processes_of_the_table() -> None:
    expected = {f"{PYTHON} {' '.join(process.arguments)}" for process in PROCESSES if process not in SERVERS}
    assert set(started().values()) == expected


@pytest.mark.parametrize("name", DAEMONS)
def test_a_daemon_comes_back_and_goes_with_the_target(name: str) -> None:
    assert unit(name)["Unit"]["PartOf"] == "jamakan.target"
    assert unit(name)["Service"]["Restart"] == "always"
    assert unit(name)["Service"]["RestartPreventExitStatus"] == "2"  # settings that cannot be used


def test_a_worker_may_end_its_job_before_it_is_killed() -> None:
    for name in ("jamakan-worker@.service", "jamakan-sender@.service"):
        assert int(unit(name)["Service"]["TimeoutStopSec"]) > AT_MOST_SECONDS + CARRIER_SECONDS


def test_the_backup_unit_runs_our_command() -> None:
    words = unit("jamakan-backup.service")["Service"]["ExecStart"].split()
    assert words[:3] == [PYTHON, "-m", "jamakan"]
    assert words[3] in COMMANDS
    assert words[4] == unit("jamakan-backup.service")["Service"]["ReadWritePaths"]


def test_systemd_understands_them_and_finds_them_closed(tmp_path: Path) -> None:
    """Where there is a systemd to ask; the tests above read the files themselves."""
    if (analyze := shutil.which("systemd-analyze")) is None:
        return
    shutil.copytree(UNITS, tmp_path / "units")
    for service in (tmp_path / "units").glob("*.service"):
        service.write_text(service.read_text().replace(PYTHON, sys.executable))
    environment = {"PATH": os.environ["PATH"], "SYSTEMD_UNIT_PATH": f"{tmp_path / 'units'}:"}

    def ask(*words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run([analyze, *words], env=environment, capture_output=True, text=True, check=False)

    verified = ask(
        "verify", "--man=no", "jamakan.target", "jamakan-backup.timer", "jamakan-backup.service", *started()
    )
    assert (verified.returncode, verified.stdout, verified.stderr) == (0, "", "")
    exposed = ask("security", "--offline=yes", f"--threshold={EXPOSURE_MAX}", "--no-pager", *DAEMONS)
    assert exposed.returncode == 0, exposed.stdout[-3000:]
