"""What is wrong with a spreadsheet, so that its author can mend all of it in one go."""

from collections.abc import Iterable
from dataclasses import dataclass

from jamakan.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Problem:
    """`row`: as Excel shows it, 0 for the whole file. `column`: its header as written. `reason`: and what to do."""

    row: int
    column: str
    reason: Sentence

    def __str__(self) -> str:
        where = ", ".join(
            filter(None, (f"row {self.row}" if self.row else "", self.column and f"column {self.column}"))
        )
        return f"{where}: {self.reason}" if where else self.reason


class SpreadsheetError(ValueError):
    """A spreadsheet that cannot be used, with every problem found, in the order of its rows."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))
