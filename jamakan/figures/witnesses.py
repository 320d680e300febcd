"""Whether what is hidden stays hidden: the audit of all editions of a table together.

A reader keeps every edition, subtracts, and knows our rules: what a mark means, and that no number, shown or hidden,
ever changes by fewer than k. A small number is safe when for every other number under k there is a witness: another
house in which that one is true, with the same totals, the same shown rows, the same marks and no change the rule
forbids. We look for the simplest ones: some people of the hidden row stand in another hidden row instead, in every
edition in which the row was the same, or in every one in which it is hidden. A witness proves safety; where none is
found we do not publish, so the doubt is on the safe side.

The literature's names: disclosure audit; differencing (between editions); the bounds an intruder can compute. A
reader who also replays our choice of which second row to hide is beyond it, as in the literature.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from jamakan.figures.tables import SMALL, Row, Table, add, change, numbers, tells

MIXED = 12  # editions times rows: mixtures of partners beyond these cost more than they find
Moved = Mapping[tuple[int, str], Row]
"""The rows of the other house that differ, by edition and row."""


def betrayed(editions: Sequence[Table], k: int) -> list[tuple[int, str]]:
    """The rows, by edition, of which all editions together tell more than that a number is under k."""
    return [
        (number, name)
        for number, table in enumerate(editions)
        for name in table.hidden
        for place, people in enumerate(numbers(table.rows[name]))
        if 0 < people < k and not _safe(editions, number, name, place, k)
    ]


def _safe(editions: Sequence[Table], number: int, name: str, place: int, k: int) -> bool:
    """Whether every number from 1 to k - 1 has a witness at this place of a row."""
    row = editions[number].rows[name]
    hidden = [n for n, table in enumerate(editions) if name in table.hidden]
    same = [n for n in hidden if editions[n].rows[name] == row]
    scopes = [same] if same == hidden else [same, hidden]
    return all(
        any(_witness(editions, scope, name, step, k) for step in _steps(row, place, people) for scope in scopes)
        for people in range(1, k)
        if people != numbers(row)[place]
    )


def _steps(row: Row, place: int, people: int) -> Iterator[Row]:
    """What to add to a row so that it has this number at this place: in one column, or in two."""
    for other in _rows_like(row, place, people):
        yield tuple(new - mine for mine, new in zip(row, other, strict=True))


def _rows_like(row: Row, place: int, people: int) -> Iterator[Row]:
    columns = range(len(row))
    for one, other in product(columns, columns):
        for least in range(people + 1) if place == len(row) else (people,):
            column = one if place == len(row) else place
            found = (*row[:column], least, *row[column + 1 :])
            if other == column:
                yield found
                continue
            for step in range(-row[other], people + 1):
                yield (*found[:other], row[other] + step, *found[other + 1 :])


def _witness(editions: Sequence[Table], scope: Sequence[int], name: str, step: Row, k: int) -> bool:
    """Whether the row could have been so much more in these editions, another hidden row as much less each time."""
    partners = [[each for each in editions[number].hidden if each != name] for number in scope]
    return any(_unseen(editions, _moved(editions, scope, name, step, chosen), k) for chosen in _choices(partners))


def _choices(partners: Sequence[Sequence[str]]) -> Iterator[Sequence[str]]:
    """One partner an edition: the same in all of them first, then mixtures."""
    yield from ([name] * len(partners) for name in partners[0] if all(name in some for some in partners))
    if len(partners) > 1 and len(partners) * max(map(len, partners)) <= MIXED:
        yield from product(*partners)


def _moved(editions: Sequence[Table], scope: Sequence[int], name: str, step: Row, partners: Sequence[str]) -> Moved:
    moved = {}
    for number, partner in zip(scope, partners, strict=True):
        rows = editions[number].rows
        moved[number, name] = add((rows[name], step))
        moved[number, partner] = add((rows[partner], tuple(-people for people in step)))
    return moved


def _unseen(editions: Sequence[Table], moved: Moved, k: int) -> bool:
    """Whether these rows would bear the marks they bear, and change as the rule wants."""
    return all(
        min(row) >= 0
        and _fits(editions[number].marks[name], row, k)
        and not any(
            tells(change(moved.get((n, name), table.rows.get(name, ())), row), k)
            for n, table in enumerate(editions)
            if n != number
        )
        for (number, name), row in moved.items()
    )


def _fits(mark: str, row: Row, k: int) -> bool:
    """What a mark says: "<5" is one to four people, a masked row has five or more."""
    return 0 < sum(row) < k if mark == SMALL else sum(row) >= k
