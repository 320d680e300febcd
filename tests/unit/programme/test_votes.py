"""Votes: what may become of one, and who comes first."""

import pytest

from jamakan.programme.votes import CLOSE, CLOSED, DRAFT, OPEN, PUT, STATES, TELL, TRANSITIONS, after, count


def test_every_state_of_a_vote_can_be_reached() -> None:
    assert {DRAFT, *TRANSITIONS.values()} == set(STATES)


@pytest.mark.parametrize(
    ("state", "event"), [(OPEN, PUT), (OPEN, "edit"), (CLOSED, PUT), (DRAFT, CLOSE), (OPEN, TELL)]
)
def test_a_vote_that_opened_is_never_changed(state: str, event: str) -> None:
    assert after(state, event) is None


@pytest.mark.parametrize(
    ("ballots", "most", "order"),
    [
        ([(1,), (2,), (2,)], 1, [2, 1, 3]),
        ([(1, 2), (1, 2), (3, 2)], 2, [1, 2, 3]),  # 4, 3, 2 points
        ([(1, 2), (2, 1), (3, 1)], 2, [1, 2, 3]),  # 4, 3, 2
        ([(1, 2), (3, 2)], 2, [1, 3, 2]),  # all have 2: those put first come first, then as on the screen
        ([], 3, [1, 2, 3]),
    ],
)
def test_the_most_wanted_comes_first(ballots: list[tuple[int, ...]], most: int, order: list[int]) -> None:
    assert [one.place for one in count(ballots, (1, 2, 3), most)] == order
