"""Tables of people as they are published: one population, one dimension, rows that are shown whole or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

SHOWN, SMALL, MASKED = "shown", "small", "masked"

Row = tuple[int, ...]
"""People in each column. Columns are disjoint ("did not come", "came"): their sum is all people of that kind."""
Rows = Mapping[str, Row]


@dataclass(frozen=True, slots=True)
class Table:
    """The true numbers of one dimension, and what becomes of each row: shown, small ("<5") or masked."""

    rows: Rows
    marks: Mapping[str, str] = field(default_factory=dict)

    @property
    def total(self) -> Row:
        """All of its people by column."""
        return add(self.rows.values())

    @property
    def hidden(self) -> list[str]:
        """The rows that are not shown."""
        return [name for name, mark in self.marks.items() if mark != SHOWN]


def add(rows: Iterable[Row]) -> Row:
    """Rows summed by column; () of none."""
    return tuple(map(sum, zip(*rows, strict=True)))


def numbers(row: Row) -> Row:
    """All that a row tells: its columns, and their sum where there are several."""
    return (*row, sum(row)) if len(row) > 1 else row


def sensitive(row: Row, k: int) -> bool:
    """Whether a row holds a number nobody may learn: it, or a part of it, is under k and not nothing."""
    return any(0 < people < k for people in numbers(row))


def change(old: Row, new: Row) -> Row:
    """How much each number of a row changed; what there was not is nothing."""
    width = max(len(old), len(new))
    before, after = old or (0,) * width, new or (0,) * width
    return tuple(now - then for then, now in zip(numbers(before), numbers(after), strict=True))


def tells(changes: Sequence[int], k: int) -> bool:
    """Whether a change speaks of fewer than k people."""
    return any(0 < abs(people) < k for people in changes)
