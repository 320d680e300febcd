"""The figures of a comparison, against published values and computations made another way."""

import subprocess
import sys
from math import comb, sqrt
from statistics import fmean, stdev

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jamakan.learning.statistics import change, gain, mcnemar, mean_interval, percent, share_interval

SCORES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("lost", "gained", "p"), [(8, 1, 0.0390625), (1, 8, 0.0390625), (0, 0, 1.0), (5, 5, 1.0), (0, 10, 2 * 0.5**10)]
)
def test_exact_mcnemar(lost: int, gained: int, p: float) -> None:
    assert mcnemar(lost, gained) == pytest.approx(p, abs=1e-12)


@settings(deadline=None, max_examples=50)  # the first one waits for scipy, the others for draws
@given(st.integers(0, 60), st.integers(0, 60))
def test_mcnemar_is_both_tails_of_a_fair_coin(lost: int, gained: int) -> None:
    tosses = lost + gained
    tail = sum(comb(tosses, heads) for heads in range(min(lost, gained) + 1)) / 2**tosses
    assert mcnemar(lost, gained) == pytest.approx(min(1.0, 2 * tail))


@pytest.mark.parametrize(
    ("count", "people", "low", "high"),
    [(144, 288, 44.3, 55.7), (230, 288, 74.9, 84.1), (24, 48, 36.4, 63.6), (10, 20, 29.9, 70.1), (0, 10, 0.0, 27.8)],
)
def test_wilson(count: int, people: int, low: float, high: float) -> None:
    found = share_interval(count, people)
    assert found is not None
    assert (round(found.low, 1), round(found.high, 1), found.method) == (low, high, "wilson")


@settings(deadline=None, max_examples=50)  # the first one waits for scipy, the others for draws
@given(st.integers(1, 500), st.floats(0, 1))
def test_wilson_by_its_formula(people: int, part: float) -> None:
    count, z = round(part * people), 1.959963984540054
    p, n = count / people, people
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    found = share_interval(count, people)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((100 * (middle - half), 100 * (middle + half)), abs=1e-6)
    assert found.low - 1e-9 <= 100 * p <= found.high + 1e-9


@pytest.mark.parametrize(
    ("before", "after", "found"), [(40, 70, 0.5), (44, 58, 0.25), (20, 84, 0.8), (50, 40, -0.2), (100, 100, None)]
)
def test_hakes_gain(before: float, after: float, found: float | None) -> None:
    assert gain(before, after) == (pytest.approx(found) if found is not None else None)


def test_the_t_interval_of_a_published_example() -> None:
    """Student's own: sleep data (Biometrika 6, 1908), mean difference 1.58, t(9) = 4.0621; R gives 0.700 to 2.460.

    Ten pairs take the bootstrap here, so they are told three times: the spread is then that of 30.
    """
    drug_1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    drug_2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    differences = [late - early for early, late in zip(drug_1, drug_2, strict=True)]
    assert fmean(differences) == pytest.approx(1.58)
    assert fmean(differences) / (stdev(differences) / sqrt(10)) == pytest.approx(4.0621, abs=1e-4)
    found = mean_interval(differences * 3)
    half = 2.045229642 * stdev(differences * 3) / sqrt(30)  # t of 29 degrees of freedom, from the tables
    assert found is not None
    assert (found.low, found.high) == pytest.approx((1.58 - half, 1.58 + half), abs=1e-6)
    assert found.method == "t"


def test_under_thirty_pairs_the_interval_is_drawn_and_always_the_same() -> None:
    differences = [12.0, 0.0, -4.0, 20.0, 8.0, 16.0, 4.0, 0.0, 12.0, 8.0]
    found = mean_interval(differences)
    assert found is not None
    assert found.method == "bootstrap"
    assert found == mean_interval(differences)
    assert min(differences) < found.low < fmean(differences) < found.high < max(differences)


@pytest.mark.parametrize("differences", [[], [3.0], [5.0] * 40])
def test_without_spread_there_is_no_interval(differences: list[float]) -> None:
    assert mean_interval(differences) is None


@settings(deadline=None, max_examples=50)  # the first one waits for scipy, the others for draws
@given(SCORES)
def test_a_change_adds_up(pairs: list[tuple[int, int]]) -> None:
    before, after = ([percent(pair[side], 9) for pair in pairs] for side in (0, 1))
    found = change(before, after)
    assert found.improved + found.same + found.worse == found.pairs == len(pairs)
    assert found.difference == pytest.approx(found.after - found.before)
    assert found.improved == sum(late > early for early, late in pairs)
    if found.interval:
        assert found.interval.low <= found.difference + 1e-9
        assert found.interval.high >= found.difference - 1e-9
    if found.gain is not None:
        assert found.gain * (100 - found.before) == pytest.approx(found.difference, abs=1e-6)


def test_nobody_waits_for_scipy_who_counts_nothing() -> None:
    modules = "gateway.app, workers.store, workers.office, jamakan.learning.report"
    code = f"import sys, {modules}; print('scipy' in sys.modules)"
    asked = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert asked.stdout == "False\n"
