"""What an administrator copies and reads, held to what the programs do."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from jamakan import VERSION
from jamakan.cli.group import COMMANDS
from jamakan.doctor.examination import GROUPS

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
GO_LIVE = (ROOT / "docs" / "go-live.md").read_text(encoding="utf-8")
RULES = yaml.safe_load((ROOT / "deploy" / "prometheus" / "alerts.yml").read_text(encoding="utf-8"))
ALERTS = [rule["alert"] for group in RULES["groups"] for rule in group["rules"]]
PROXIES = (ROOT / "deploy" / "caddy" / "Caddyfile", ROOT / "deploy" / "nginx" / "jamakan.conf")


def test_every_alert_is_named_once_and_says_how_urgent_it_is() -> None:
    assert len(set(ALERTS)) == len(ALERTS)
    for group in RULES["groups"]:
        for rule in group["rules"]:
            assert rule["labels"]["severity"] in {"page", "ticket"}, rule["alert"]
            assert rule["annotations"]["summary"], rule["alert"]


@pytest.mark.parametrize("alert", ALERTS)
def test_the_guide_says_what_to_do_about_an_alert(alert: str) -> None:
    assert re.search(rf"^\| `{alert}`", GUIDE, re.MULTILINE), f"docs/deploy.md has no row for {alert}"


def test_the_guide_names_no_alert_that_is_gone() -> None:
    assert set(re.findall(r"^\| `(Jamakan\w+)`", GUIDE, re.MULTILINE)) == set(ALERTS)


def test_every_file_the_guide_names_is_there() -> None:
    named = set(re.findall(r"\bdeploy/[\w./@-]*\w", GUIDE))
    assert named
    for name in named:
        assert (ROOT / name).exists(), name


def test_every_file_of_deploy_is_in_the_guide() -> None:
    for path in (ROOT / "deploy").rglob("*"):
        if path.is_file():
            assert any(str(part.relative_to(ROOT)) in GUIDE for part in (path, *path.parents[:2])), path


@pytest.mark.parametrize("text", [GUIDE, GO_LIVE], ids=["deploy.md", "go-live.md"])
def test_every_command_they_name_exists(text: str) -> None:
    named = set(re.findall(r"(?:run\.py|sudo jamakan|`jamakan) ([a-z]+)", text, re.MULTILINE))
    assert named <= {*COMMANDS, "demo", "test", "lint"}, named - set(COMMANDS)


def test_the_two_guides_lead_to_each_other() -> None:
    assert "(go-live.md)" in GUIDE
    assert "(deploy.md" in GO_LIVE


@pytest.mark.parametrize("path", PROXIES, ids=lambda path: path.name)
def test_a_proxy_keeps_figures_in_and_tokens_out_of_its_logs(path: Path) -> None:
    """What each configuration does was seen with the real programs; here it cannot be lost by an edit."""
    conf = path.read_text(encoding="utf-8")
    kept_in = {"Caddyfile": "@inside path /metrics /health/*", "jamakan.conf": "location = /metrics {"}
    unlogged = {"Caddyfile": "request>uri delete", "jamakan.conf": "error_log /dev/null crit;"}
    assert kept_in[path.name] in conf
    assert unlogged[path.name] in conf


def test_the_staff_command_is_a_script_that_the_shell_reads() -> None:
    script = ROOT / "deploy" / "bin" / "jamakan"
    assert os.access(script, os.X_OK)
    subprocess.run(["sh", "-n", str(script)], check=True)


def test_the_version_is_told_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION


def test_the_groups_of_the_doctor_are_told() -> None:
    for group in GROUPS:
        assert group.name in GUIDE, group.name
