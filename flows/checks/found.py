"""What a check found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """line: of the step, as `Step.line`. where: step and field, in words. reason: what is wrong and what to do."""

    line: int
    where: str
    reason: str
