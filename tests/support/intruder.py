"""Somebody who keeps every edition of the open data, and computes what it says of the numbers it does not show.

What they know: all that was published, that rows add up to their totals, what a mark means, and that people are only
ever added. `bounds` is all that follows from it, by linear programming.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

ENDLESS = 1_000_000
Place = tuple[int, str, str, str]
"""Edition, result, dimension, row."""


@dataclass(frozen=True)
class Line:
    """A row as it was published."""

    edition: int
    result: str
    dimension: str
    value: str
    mark: str
    k: int
    whole: int | None
    part: int | None

    @property
    def place(self) -> Place:
        return self.edition, self.result, self.dimension, self.value


def read(texts: Sequence[str]) -> list[Line]:
    """The lines of these files, an edition each."""
    return [
        Line(
            edition,
            row["result"],
            row["dimension"],
            row["value"],
            row["mark"],
            int(row["k"]),
            int(row["all"]) if row["all"] else None,
            int(row["part"]) if row["part"] else None,
        )
        for edition, text in enumerate(texts)
        for row in csv.DictReader(io.StringIO(text))
    ]


def bounds(lines: Sequence[Line]) -> dict[tuple[Place, str], tuple[int, int]]:
    """Of every hidden row: least and most of "all", "part" and "rest" that fit what is known."""
    found = {}
    for table in _tables(lines):
        unknown = [line for line in table if line.whole is None]
        if not unknown:
            continue
        columns = {line.place: 2 * number for number, line in enumerate(unknown)}  # rest, part
        upper, limits, equal, sums = _known(table, unknown, columns)
        for line in unknown:
            for name, weights in (("rest", (1, 0)), ("part", (0, 1)), ("all", (1, 1))):
                goal = np.zeros(2 * len(unknown))
                goal[columns[line.place]], goal[columns[line.place] + 1] = weights
                least, most = (
                    linprog(sign * goal, upper, limits, equal, sums, bounds=(0, ENDLESS), method="highs")
                    for sign in (1, -1)
                )
                assert least.status == most.status == 0, (least.message, most.message)
                found[line.place, name] = (round(np.ceil(least.fun - 1e-6)), round(np.floor(-most.fun + 1e-6)))
    return found


def _tables(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Each split of each result with its totals, through all editions."""
    for split in sorted({(line.result, line.dimension) for line in lines if line.dimension}):
        yield [line for line in lines if line.result == split[0] and line.dimension in ("", split[1])]


def _known(table: Sequence[Line], unknown: Sequence[Line], columns: dict[Place, int]):  # type: ignore[no-untyped-def]
    """What is known of the unknown, as rows of inequalities and of equations."""
    width = 2 * len(unknown)
    upper, limits, equal, sums = [], [], [], []

    def row(*places: tuple[int, int]) -> np.ndarray:  # type: ignore[type-arg]
        made = np.zeros(width)
        for place, weight in places:
            made[place] = weight
        return made

    for line in unknown:
        at = columns[line.place]
        if line.mark == "small":
            upper += [row((at, 1), (at + 1, 1)), row((at, -1), (at + 1, -1))]
            limits += [line.k - 1, -1]
        else:
            upper.append(row((at, -1), (at + 1, -1)))
            limits.append(-line.k)
    for edition in {line.edition for line in unknown}:
        total = next(line for line in table if line.edition == edition and not line.dimension)
        shown = [line for line in table if line.edition == edition and line.dimension and line.whole is not None]
        hidden = [columns[line.place] for line in unknown if line.edition == edition]
        whole = (total.whole or 0) - sum(line.whole or 0 for line in shown)
        part = (total.part or 0) - sum(line.part or 0 for line in shown)
        equal += [row(*((at, 1) for at in hidden)), row(*((at + 1, 1) for at in hidden))]
        sums += [whole - part, part]
    for line in unknown:
        for other in table:
            if (other.dimension, other.value) == (line.dimension, line.value) and other.edition > line.edition:
                at = columns[line.place]
                if other.whole is None:
                    later = columns[other.place]
                    upper.append(row((at, 1), (at + 1, 1), (later, -1), (later + 1, -1)))
                    limits.append(0)
                else:
                    upper.append(row((at, 1), (at + 1, 1)))
                    limits.append(other.whole)
            same = (other.dimension, other.value) == (line.dimension, line.value)
            if same and other.edition < line.edition and other.whole is not None:
                at = columns[line.place]
                upper.append(row((at, -1), (at + 1, -1)))
                limits.append(-other.whole)
    return np.array(upper), np.array(limits), np.array(equal), np.array(sums)
