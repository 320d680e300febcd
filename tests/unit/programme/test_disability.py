"""The two thresholds of the Washington Group Short Set."""

import pytest

from jamakan.programme.disability import NO_ANSWER, QUESTIONS, Standing, standing, word


def answers(*levels: str) -> dict[str, str]:
    """The six questions in their order; what is not given was not asked."""
    return dict(zip(QUESTIONS, levels, strict=False))


NONE = ("none",) * 6


@pytest.mark.parametrize(
    ("given", "some", "standard"),
    [
        (answers(*NONE), False, False),
        (answers("some", *NONE[1:]), True, False),
        (answers(*("some",) * 6), True, False),  # many small difficulties do not add up to a great one
        (answers(*NONE[:5], "a_lot"), True, True),
        (answers("none", "cannot", *NONE[2:]), True, True),
        (answers(), None, None),
        (answers(*NONE[:5]), None, None),  # the sixth may be the one
        (answers(*NONE[:5], NO_ANSWER), None, None),
        (answers("some", NO_ANSWER, *NONE[2:]), True, None),
        (answers("a_lot"), True, True),  # one is enough, whatever follows
        (answers(*(NO_ANSWER,) * 6), None, None),
        (answers(*NONE[:5], "nonsense"), None, None),
        ({"sex": "female", **answers(*NONE)}, False, False),
    ],
)
def test_where_answers_put_somebody(given: dict[str, str], some: bool | None, standard: bool | None) -> None:
    assert standing(given) == Standing(some, standard)


@pytest.mark.parametrize(("reached", "kept"), [(True, "yes"), (False, "no"), (None, "")])
def test_what_is_kept(reached: bool | None, kept: str) -> None:
    assert word(reached) == kept
