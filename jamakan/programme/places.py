"""Who may take a seat where some are kept for some kinds of people.

A kept place is one that only people of its kind can fill. Somebody of two kinds fills one place, whichever lets the
most people in: so nothing says which one it was, it is worked out anew for whoever is there (a matching, by the
subsets of a handful of kinds). A seat is free for somebody when, with them in, the people and the places still kept
for others fit.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations

Kinds = frozenset[int]  # of a person: which of the kept kinds they are, by their place in the list of those


def admits(seats: int, people: Mapping[Kinds, int], kept: Sequence[int], kinds: Kinds) -> bool:
    """Whether somebody of these kinds may sit down beside `people`, counted by kinds."""
    seated = sum(people.values())
    if seated >= seats:
        return False
    before = waiting_for(people, kept)
    after = waiting_for({**people, kinds: people.get(kinds, 0) + 1}, kept)
    # Who fills a kept place takes nothing from anybody, even where too many were promised.
    return after < before or seated + 1 + after <= seats


def waiting_for(people: Mapping[Kinds, int], kept: Sequence[int]) -> int:
    """The kept places that nobody there fills."""
    return sum(kept) - min(_cut(people, kept, chosen) for chosen in _subsets(len(kept)))


def _cut(people: Mapping[Kinds, int], kept: Sequence[int], chosen: Kinds) -> int:
    """What these kinds can take, and everybody of another kind: no more places than that can be filled."""
    return sum(kept[kind] for kind in chosen) + sum(count for kinds, count in people.items() if kinds - chosen)


def _subsets(size: int) -> list[Kinds]:
    return [frozenset(some) for length in range(size + 1) for some in combinations(range(size), length)]
