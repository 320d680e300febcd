"""Files beside the code that must not drift from it: Procfile, .env.example, the locks, .gitignore."""

import re
from datetime import time
from pathlib import Path

import pytest

from jamakan.config import Settings
from jamakan.house.processes import PROCESSES
from run import DEVELOPMENT, RUNTIME, variables

ROOT = Path(__file__).parents[3]
PIN = re.compile(r"^([\w.-]+==\S+)", re.MULTILINE)
EXAMPLE = dict(variables((ROOT / ".env.example").read_text(encoding="utf-8")))
FIELDS = {f"JAMAKAN_{name.upper()}": field for name, field in Settings.model_fields.items()}


def test_the_procfile_starts_the_processes_of_the_table() -> None:
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    assert lines == [process.procfile_line for process in PROCESSES]


def test_every_setting_is_in_the_example() -> None:
    assert set(EXAMPLE) == set(FIELDS)


@pytest.mark.parametrize("name", FIELDS)
def test_the_example_shows_the_default(name: str) -> None:
    assert EXAMPLE[name] == shown(FIELDS[name].default)


def shown(value: object) -> str:
    match value:
        case None:
            return ""
        case tuple():
            return ",".join(value)
        case time():
            return f"{value:%H:%M}"
    return str(value)


def test_the_development_lock_holds_the_runtime_lock() -> None:
    runtime, development = (set(PIN.findall((ROOT / lock).read_text())) for lock in (RUNTIME, DEVELOPMENT))
    assert runtime <= development


@pytest.mark.parametrize("lock", [RUNTIME, DEVELOPMENT])
def test_every_pin_has_its_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    pins = re.split(r"\n(?=\S)", text)
    assert all("--hash=sha256:" in pin for pin in pins if PIN.match(pin))
    assert "://" not in text


PAPERS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
NAMED = re.compile(
    r"`((?:tests|docs|jamakan|gateway|flows|workers|emulator|deploy|bench)/[\w./-]*)`|\]\(([\w./-]+)\)"
)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_what_the_papers_name_is_there(paper: Path) -> None:
    named = [(ROOT / plain) if plain else paper.parent / link for plain, link in NAMED.findall(paper.read_text())]
    assert [str(path.relative_to(ROOT)) for path in named if not path.exists()] == []
