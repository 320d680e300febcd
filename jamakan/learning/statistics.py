"""The figures of a comparison before and after, by scipy. Its import takes a second: only whoever counts pays for it.

Gain: R. R. Hake, American Journal of Physics 66, 64 (1998). Exact McNemar: a binomial test of the discordant pairs.
Intervals: Student's t for a mean difference, the percentile bootstrap under 30 pairs, Wilson's score for a share.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

LEVEL = 0.95
FEW = 30  # pairs; below, no normal approximation is relied upon
DRAWS = 9_999
SEED = 20_261_123  # the same pairs give the same interval, on every page and in every file


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval. `method`: t, bootstrap or wilson."""

    low: float
    high: float
    method: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of paired scores, in percentage points. No interval under two pairs, or without any spread."""

    pairs: int
    before: float
    after: float
    difference: float
    interval: Interval | None
    improved: int
    same: int
    worse: int
    gain: float | None


def change(before: Sequence[float], after: Sequence[float]) -> Change:
    """Of the scores, in percent, of the same people in the same order; at least one pair."""
    differences = [late - early for early, late in zip(before, after, strict=True)]
    return Change(
        pairs=len(differences),
        before=fmean(before),
        after=fmean(after),
        difference=fmean(differences),
        interval=mean_interval(differences),
        improved=sum(one > 0 for one in differences),
        same=sum(one == 0 for one in differences),
        worse=sum(one < 0 for one in differences),
        gain=gain(fmean(before), fmean(after)),
    )


def gain(before: float, after: float, most: float = 100.0) -> float | None:
    """Hake's normalised gain of class means: (after - before) / (most - before). None where before is all."""
    return (after - before) / (most - before) if before < most else None


def mean_interval(differences: Sequence[float]) -> Interval | None:
    """Where the mean of such differences lies."""
    if len(differences) < 2 or len(set(differences)) == 1:
        return None
    return _bootstrap(differences) if len(differences) < FEW else _student(differences)


def share_interval(count: int, people: int) -> Interval | None:
    """Where a share lies, in percent, by Wilson's score."""
    if not people:
        return None
    from scipy import stats

    found = stats.binomtest(count, people).proportion_ci(LEVEL, method="wilson")
    return Interval(100 * float(found.low), 100 * float(found.high), "wilson")


def mcnemar(lost: int, gained: int) -> float:
    """The exact p that as many were lost and gained by chance alone; 1 when nobody changed."""
    if not lost + gained:
        return 1.0
    from scipy import stats

    return float(stats.binomtest(min(lost, gained), lost + gained).pvalue)


def percent(part: int, whole: int) -> float:
    """A score; 0 of nothing."""
    return 100 * part / whole if whole else 0.0


def _student(differences: Sequence[float]) -> Interval:
    from scipy import stats

    found = stats.ttest_1samp(differences, 0).confidence_interval(LEVEL)
    return Interval(float(found.low), float(found.high), "t")


def _bootstrap(differences: Sequence[float]) -> Interval:
    import numpy as np
    from scipy import stats

    found = stats.bootstrap(
        (np.asarray(differences),),
        np.mean,
        confidence_level=LEVEL,
        n_resamples=DRAWS,
        method="percentile",
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    return Interval(float(found.low), float(found.high), "bootstrap")
