"""Seats kept for some kinds of people: who may sit down."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jamakan.programme.places import Kinds, admits, waiting_for

WOMEN, DISPLACED = 0, 1
NOBODY: Kinds = frozenset()
KINDS = [NOBODY, frozenset({WOMEN}), frozenset({DISPLACED}), frozenset({WOMEN, DISPLACED})]


@pytest.mark.parametrize(
    ("people", "kinds", "sits"),
    [  # 4 seats, 2 kept for women, 1 for displaced people
        ([], NOBODY, True),
        ([NOBODY], NOBODY, False),
        ([NOBODY], frozenset({WOMEN}), True),
        ([NOBODY], frozenset({DISPLACED}), True),
        ([frozenset({WOMEN})] * 2, frozenset({WOMEN}), True),  # the one seat that is anybody's
        ([frozenset({WOMEN})] * 3, frozenset({WOMEN}), False),
        ([frozenset({WOMEN})] * 3, frozenset({DISPLACED}), True),
        # A displaced woman counts for whichever lets the next one in.
        ([frozenset({WOMEN, DISPLACED}), NOBODY], frozenset({WOMEN}), True),
        ([frozenset({WOMEN, DISPLACED}), frozenset({WOMEN}), NOBODY], frozenset({WOMEN}), True),
        ([frozenset({WOMEN, DISPLACED}), frozenset({WOMEN}), NOBODY], NOBODY, False),
        ([NOBODY] * 3, frozenset({WOMEN}), True),  # too many were promised: she takes nothing from others
        ([NOBODY] * 4, frozenset({WOMEN}), False),
    ],
)
def test_who_may_sit_down(people: list[Kinds], kinds: Kinds, sits: bool) -> None:
    assert admits(4, Counter(people), [2, 1], kinds) is sits


@given(st.lists(st.sampled_from(KINDS), max_size=5), st.integers(0, 3), st.integers(0, 3))
def test_kept_places_are_filled_as_well_as_they_can_be(people: list[Kinds], women: int, displaced: int) -> None:
    """Against every way of saying who fills which place."""
    best = 0
    for choice in product(*([None, *kinds] for kinds in people)):
        taken = Counter(kind for kind in choice if kind is not None)
        if taken[WOMEN] <= women and taken[DISPLACED] <= displaced:
            best = max(best, taken.total())
    assert waiting_for(Counter(people), [women, displaced]) == women + displaced - best


@given(st.integers(1, 6), st.integers(0, 4), st.integers(0, 4), st.lists(st.sampled_from(KINDS), max_size=14))
def test_nobody_takes_what_is_kept_for_others(seats: int, women: int, displaced: int, coming: list[Kinds]) -> None:
    people: Counter[Kinds] = Counter()
    for kinds in coming:
        if admits(seats, people, [women, displaced], kinds):
            people[kinds] += 1
    assert people.total() <= seats
    if women + displaced <= seats:
        assert people.total() + waiting_for(people, [women, displaced]) <= seats
    # And no seat stays free that somebody who came could have.
    assert not any(admits(seats, people, [women, displaced], kinds) for kinds in set(Counter(coming) - people))
