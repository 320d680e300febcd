"""Which runs a command line asks for."""

import pytest

from tests.faults.asking import read, runs_of


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", [(1, "sqlite"), (2, "postgresql")]),
        ("--short", [(1, "sqlite"), (2, "postgresql")]),
        ("--seed 7", [(7, "sqlite")]),
        ("--seed 7 --database postgresql", [(7, "postgresql")]),
        ("--seed 4 --runs 3", [(4, "postgresql"), (5, "sqlite"), (6, "postgresql")]),
        ("--database sqlite", [(1, "sqlite")]),
        ("--controls", []),
        ("--controls --runs 1", [(1, "sqlite")]),
    ],
)
def test_runs(line: str, expected: list[tuple[int, str]]) -> None:
    assert [(run.seed, run.database) for run in runs_of(read(line.split()))] == expected


def test_a_run_says_how_to_play_it_again() -> None:
    (run,) = runs_of(read(["--seed", "7", "--short", "--only", "kill clock"]))
    assert runs_of(read(run.arguments)) == [run]
