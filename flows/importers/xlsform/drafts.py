"""Questions with everything their cells say, before they become the steps of a flow."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flows.importers.xlsform.choices import ListedChoice
from flows.importers.xlsform.formulas import Formula
from flows.importers.xlsform.outline import Question
from flows.steps import Kind

Words = Mapping[str, str]  # language code → text


@dataclass(frozen=True, slots=True)
class Draft:
    """relevant: of its groups, outermost first, and its own."""

    question: Question
    kind: Kind
    label: Words = field(default_factory=dict)
    hint: Words = field(default_factory=dict)
    constraint_message: Words = field(default_factory=dict)
    required_message: Words = field(default_factory=dict)
    relevant: tuple[Formula, ...] = ()
    constraint: Formula | None = None
    calculation: Formula | None = None
    choice_filter: Formula | None = None
    choices: Sequence[ListedChoice] = ()
    required: bool = False
    default: str = ""
    personal: bool = False
    minimum: str = ""
    maximum: str = ""

    @property
    def name(self) -> str:
        return self.question.name

    def formulas(self) -> Iterator[Formula]:
        own = (self.constraint, self.calculation, self.choice_filter)
        return (formula for formula in (*self.relevant, *own) if formula)
