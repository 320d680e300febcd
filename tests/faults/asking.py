"""The command line: which runs are asked for."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

from tests.faults.plan import POSTGRES

SQLITE = "sqlite"


@dataclass(frozen=True, slots=True)
class Asked:
    """One run asked for."""

    seed: int
    database: str
    short: bool
    only: str

    @property
    def arguments(self) -> list[str]:
        """What replays it."""
        words = ["--seed", str(self.seed), "--database", self.database]
        return words + ["--short"] * self.short + (["--only", self.only] if self.only else [])


def read(arguments: Sequence[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python3 run.py faults", description="Break houses and judge them.")
    parser.add_argument("--seed", type=int, help="of the first run (1); the same seed is the same plan")
    parser.add_argument("--runs", type=int, help="how many, seeds counting up (2; 1 of a seed or a database)")
    parser.add_argument("--only", default="", metavar="FAULT", help="only faults so named: 'kill gateway'")
    parser.add_argument("--database", choices=[SQLITE, POSTGRES], help="by default odd seeds SQLite, even PostgreSQL")
    parser.add_argument("--short", action="store_true", help="every kind of fault, briefly, and the controls: for CI")
    parser.add_argument("--controls", action="store_true", help="what must fail; without --runs, nothing else")
    return parser.parse_args(arguments)


def runs_of(asked: argparse.Namespace) -> list[Asked]:
    """The runs asked for."""
    first = 1 if asked.seed is None else asked.seed
    usual = 0 if asked.controls and not asked.short else 1 if asked.seed is not None or asked.database else 2
    seeds = range(first, first + (usual if asked.runs is None else asked.runs))
    return [Asked(seed, asked.database or _usual(seed), asked.short, asked.only) for seed in seeds]


def _usual(seed: int) -> str:
    return SQLITE if seed % 2 else POSTGRES
