"""run.py: readable by old Pythons, honest about what is installed and why an installation failed."""

import ast
import json
from pathlib import Path
from typing import NoReturn

import pytest

import run

SOURCE = Path(run.__file__).read_text(encoding="utf-8")


def test_a_python_too_old_can_read_it_far_enough_to_be_told() -> None:
    tree = ast.parse(SOURCE, feature_version=(3, 7))
    told = next(at for at, node in enumerate(tree.body) if isinstance(node, ast.If))
    before = [node for node in tree.body[:told] if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name for node in before if isinstance(node, ast.Import) for alias in node.names}
    assert not names & {"tomllib", "graphlib", "zoneinfo", "fcntl"}, "modules that old Pythons or Windows lack"
    assert not any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree.body[:told])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A=1\n", {"A": "1"}),
        ("# A=1\n\nB=2", {"B": "2"}),
        ("ORG='Des mots'\n", {"ORG": "Des mots"}),
        ('CODE="*384*1#"  # the code\n', {"CODE": "*384*1#"}),
        ("URL=postgresql://a:b@c/d?e=f\n", {"URL": "postgresql://a:b@c/d?e=f"}),
        ("EMPTY=\n", {"EMPTY": ""}),
        ("  SPACES = x \n", {"SPACES": "x"}),
        ("no equals sign\n", {}),
    ],
)
def test_env_files_are_read_as_a_shell_would(text: str, expected: dict[str, str]) -> None:
    assert dict(run.variables(text)) == expected


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not the one that the lock"),
        ("Temporary failure in name resolution", "check the network"),
        ("ERROR: No matching distribution found for flask==3.1.3", "check the network"),
        ("/usr/bin/python3: No module named ensurepip", "python3-venv"),
    ],
)
def test_a_failed_installation_says_what_to_do(said: str, advice: str) -> None:
    assert advice in run.explain(said)
    assert said in run.explain(said)


class Environment:
    """A .venv as run.py sees it, in a directory of the test's."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        self.python = root / ".venv" / "bin" / "python"
        self.stamp = root / ".venv" / "jamakan.json"
        self.python.parent.mkdir(parents=True)
        self.python.write_text("")
        for lock in (run.RUNTIME, run.DEVELOPMENT):
            (root / lock).write_text("flask==3.1.3\n")
        for name, value in {"ROOT": root, "PYTHON": self.python, "STAMP": self.stamp}.items():
            patch.setattr(run, name, value)


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    return Environment(tmp_path, monkeypatch)


def is_ready(lock: str) -> bool:
    return run.installed().get(lock) == run.digest(lock)


def test_an_environment_without_a_stamp_is_half_made(environment: Environment) -> None:
    assert not is_ready(run.RUNTIME)


def test_an_environment_with_its_stamp_is_ready(environment: Environment) -> None:
    environment.stamp.write_text(json.dumps({run.RUNTIME: run.digest(run.RUNTIME)}))
    assert is_ready(run.RUNTIME)
    assert not is_ready(run.DEVELOPMENT)


def test_a_changed_lock_makes_it_stale(environment: Environment, tmp_path: Path) -> None:
    environment.stamp.write_text(json.dumps({run.RUNTIME: run.digest(run.RUNTIME)}))
    (tmp_path / run.RUNTIME).write_text("flask==3.1.4\n")
    assert not is_ready(run.RUNTIME)


def test_another_python_makes_it_stale(environment: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    environment.stamp.write_text(json.dumps({run.RUNTIME: run.digest(run.RUNTIME)}))
    monkeypatch.setattr("platform.python_version", lambda: "3.99.0")
    assert not is_ready(run.RUNTIME)


def test_a_python_that_is_gone_makes_it_stale(environment: Environment) -> None:
    environment.stamp.write_text(json.dumps({run.RUNTIME: run.digest(run.RUNTIME)}))
    environment.python.unlink()
    assert not is_ready(run.RUNTIME)


@pytest.mark.parametrize("torn", ["", "{", "[]", "null"])
def test_a_torn_stamp_is_none(environment: Environment, torn: str) -> None:
    environment.stamp.write_text(torn)
    assert not is_ready(run.RUNTIME)


class Became(Exception):
    """run.py turned into another program."""


def test_faults_is_the_matrix_with_the_tools_of_development(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared: list[str] = []
    monkeypatch.chdir(tmp_path)  # put back afterwards

    def become(argv: list[str], variables: dict[str, str]) -> NoReturn:
        raise Became(*argv)

    monkeypatch.setattr(run, "prepare", prepared.append)
    monkeypatch.setattr(run, "become", become)
    with pytest.raises(Became) as program:
        run.main(["faults", "--seed", "7"])
    assert program.value.args[1:] == ("-m", "tests.faults", "--seed", "7")
    assert prepared == [run.DEVELOPMENT]
