"""The life of a vote: prepared, open between two moments, closed, told back to those who might have taken part."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

DRAFT, OPEN, CLOSED, TOLD = "draft", "open", "closed", "told"
STATES = (DRAFT, OPEN, CLOSED, TOLD)

EDIT, PUT, CLOSE, TELL, DROP = "edit", "open", "close", "tell", "drop"
TRANSITIONS: Mapping[tuple[str, str], str] = {
    (DRAFT, EDIT): DRAFT,
    (DRAFT, PUT): OPEN,
    (DRAFT, DROP): CLOSED,
    (OPEN, CLOSE): CLOSED,
    (CLOSED, TELL): TOLD,
}
MOST_CHOICES = 3
FEWEST, MOST_PROPOSALS = 2, 8  # one digit each, and 9 leaves a question
LONGEST_WORDS = 24  # of a proposal on a screen, in each language


@dataclass(frozen=True, slots=True)
class Standing:
    """A proposal's result. `first`: ballots that put it first; `chosen`: those that name it at all."""

    place: int
    first: int
    chosen: int
    points: int


def after(state: str, event: str) -> str | None:
    """The state an event leads to; None: it is not possible."""
    return TRANSITIONS.get((state, event))


def count(ballots: Iterable[tuple[int, ...]], places: Iterable[int], most: int) -> list[Standing]:
    """The result, the most wanted first: `most` points for a first choice, one less for each after it (Borda).

    Of equal points, more first choices come first, then the order on the screen.
    """
    first: Counter[int] = Counter()
    chosen: Counter[int] = Counter()
    points: Counter[int] = Counter()
    for ballot in ballots:
        for rank, place in enumerate(ballot[:most]):
            first[place] += rank == 0
            chosen[place] += 1
            points[place] += most - rank
    found = [Standing(place, first[place], chosen[place], points[place]) for place in places]
    return sorted(found, key=lambda one: (-one.points, -one.first, one.place))
