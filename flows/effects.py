"""What a turn asks of its caller, in the order it happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

COMPLETED, REFUSED, INELIGIBLE, BREAKOFF, FAILED = "completed", "refused", "ineligible", "breakoff", "failed"
OUTCOMES = frozenset({COMPLETED, REFUSED, INELIGIBLE, BREAKOFF, FAILED})


@dataclass(frozen=True, slots=True)
class Answered:
    """value: as stored (choice names, separated by spaces if several; ISO dates); "" when left unanswered."""

    step: str
    kind: str
    value: str
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Dropped:
    """An answer given earlier in this dialogue that no longer counts."""

    step: str


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    language: str


@dataclass(frozen=True, slots=True)
class GoTo:
    """Go on with another flow. Unless an `Ended` came with it, the dialogue is to be kept for later."""

    flow: str


@dataclass(frozen=True, slots=True)
class Do:
    """action: the `does` of a step. answers: all that stands now, inputs, menus and calculates included."""

    action: str
    answers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reported:
    """For the author of the flow: `no_choices` (the step was passed), `runaway` or `unknown_step` (it was ended)."""

    step: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ended:
    """outcome: one of OUTCOMES."""

    outcome: str


Effect: TypeAlias = Answered | Dropped | LanguageChosen | GoTo | Do | Reported | Ended
