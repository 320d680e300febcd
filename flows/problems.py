"""What is wrong with a flow file, so that its author can mend all of it in one go."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """line: from 1, 0 for the whole file. where: the step and field, in words. reason: what is wrong, what to do."""

    file: str
    line: int
    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.where}: {self.reason}"


class FlowError(ValueError):
    """A flow that cannot be used, with every problem found, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(slots=True)
class Report:
    """Collects the problems of one file; warnings leave the flow usable."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def problem(self, line: int, where: str, reason: str) -> None:
        self.problems.append(Problem(self.file, line, where, reason))

    def warn(self, line: int, where: str, reason: str) -> None:
        self.warnings.append(Problem(self.file, line, where, reason))

    def stop_on_problems(self) -> None:
        """
        Raises:
            FlowError: when there are problems.
        """
        if self.problems:
            raise FlowError(set(self.problems))
