"""What is wrong with a form, where, and what to do about it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flows.importers.limits import EXCERPT


@dataclass(frozen=True, slots=True)
class Problem:
    """sheet, row (as Excel numbers it; 0: the whole sheet) and column (its header as written) say where.

    what: the cell, or the part of it that matters. why: what is wrong and what to do.
    unsupported: it is right for ODK but nothing Jamakan plays; such a question may be left out on request.
    """

    sheet: str
    row: int
    column: str
    what: str
    why: str
    unsupported: bool = False

    def __str__(self) -> str:
        place = ", ".join(filter(None, (self.sheet, f"row {self.row}" if self.row else "", self.column)))
        what = f"{excerpt(self.what)} — " if self.what else ""
        return f"{place}: {what}{self.why}" if place else f"{what}{self.why}"


class XlsformError(ValueError):
    """A form that cannot be imported, with everything that is wrong in it, in the order of the sheets."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class Findings:
    """Collects problems of one kind, each once."""

    def __init__(self) -> None:
        self._found: dict[Problem, None] = {}

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def add(self, problem: Problem) -> None:
        self._found[problem] = None

    def in_order(self) -> tuple[Problem, ...]:
        return tuple(sorted(self._found, key=lambda problem: (_order(problem.sheet), problem.row)))


_SHEETS = ("", "settings", "survey", "choices")


def _order(sheet: str) -> int:
    return _SHEETS.index(sheet) if sheet in _SHEETS else len(_SHEETS)


def excerpt(text: str, position: int = 0) -> str:
    """One line of `text` around `position`, short enough for a list."""
    start = max(0, min(position - EXCERPT // 2, len(text) - EXCERPT))
    end = start + EXCERPT
    middle = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{middle}{'…' if end < len(text) else ''}"
