"""What a person reads: a row a run, a row a control, and one verdict."""

import math
from collections.abc import Sequence

from tests.faults.controls.showing import FAIL, Shown
from tests.faults.judge import HIDDEN, LOST, ODD, TWICE, UNANSWERED, UNSETTLED
from tests.faults.run import Result

LIMIT_SECONDS = 120  # in which everything must be mended
KINDS = (LOST, TWICE, HIDDEN, UNANSWERED, UNSETTLED, ODD)
HEAD = "{:>5}  {:<10} {:>7} {:>7} {:>6}" + " {:>10}" * len(KINDS) + " {:>9} {:>10}"
TITLES = ("seed", "database", "acked", "stored", "sent", *KINDS, "uncertain", "recovery s")
CONTROL = "{:<44} {:>7} {:>7} {:>7} {:>9}  {}"


def header() -> str:
    """Above the rows of runs."""
    return HEAD.format(*TITLES)


def row(result: Result) -> str:
    """One run, and below it what was done to it."""
    counts = [result.count(kind) for kind in KINDS]
    recovery = "never" if math.isinf(result.recovery) else f"{result.recovery:.0f}"
    figures = HEAD.format(
        result.seed, result.database, result.acked, result.stored, result.taken, *counts, result.uncertain, recovery
    )
    return f"{figures}\n       {', '.join(result.faults)}"


def held(result: Result) -> bool:
    """Whether a run kept every promise."""
    return not result.findings and result.recovery < LIMIT_SECONDS


def verdict(results: Sequence[Result], asked: int) -> str:
    """All runs in a sentence."""
    worst = max((result.recovery for result in results), default=math.inf)
    totals = ", ".join(f"{sum(result.count(kind) for result in results)} {kind}" for kind in KINDS)
    good = sum(map(held, results))
    return (
        f"{good} of {asked} runs held: {totals}; {sum(result.acked for result in results)} acknowledged, "
        f"slowest recovery {worst:.0f} s of at most {LIMIT_SECONDS}"
    )


def controls(shown: Sequence[Shown]) -> str:
    """The controls: what must fail, did it?"""
    rows = [CONTROL.format("control", "must", "acked", "lost", "twice", "verdict")]
    rows += [
        CONTROL.format(one.way, one.must, one.acknowledged, one.lost, one.twice, one.note or _verdict(one))
        for one in shown
    ]
    return "\n".join(rows)


def _verdict(one: Shown) -> str:
    if one.as_it_must:
        return "fails as it must" if one.must == FAIL else "holds"
    return "THE JUDGE IS BLIND" if one.must == FAIL else "BROKEN"
