"""Questions with everything their cells say, before they become the steps of a flow."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flows.importers.xlsform.choices import ListedChoice
from flows.importers.xlsform.formulas import Formula
from flows.importers.xlsform.outline import Question
from flows.importers.xlsform.workbook import Row
from flows.steps import Kind

Words = Mapping[str, str]  # language code → text


@dataclass(frozen=True, slots=True)
class GroupDraft:
    row: Row
    label: Words
    relevant: Formula | None


@dataclass(frozen=True, slots=True)
class Draft:
    """groups: those it stands in, outermost first."""

    question: Question
    kind: Kind
    groups: tuple[GroupDraft, ...] = ()
    label: Words = field(default_factory=dict)
    hint: Words = field(default_factory=dict)
    constraint_message: Words = field(default_factory=dict)
    required_message: Words = field(default_factory=dict)
    relevant: Formula | None = None
    constraint: Formula | None = None
    calculation: Formula | None = None
    choice_filter: Formula | None = None
    choices: Sequence[ListedChoice] = ()
    required: bool = False
    default: str = ""
    right: str = ""
    personal: bool = False
    minimum: str = ""
    maximum: str = ""

    @property
    def name(self) -> str:
        return self.question.name

    @property
    def conditions(self) -> tuple[Formula, ...]:
        """All that must hold for it to be asked: those of its groups, then its own."""
        shared = tuple(group.relevant for group in self.groups if group.relevant)
        return (*shared, self.relevant) if self.relevant else shared

    def formulas(self) -> Iterator[Formula]:
        own = (self.constraint, self.calculation, self.choice_filter)
        return (formula for formula in (*self.conditions, *own) if formula)
