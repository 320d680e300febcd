"""The states of a flow: what is asked, in which words, and what follows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from flows.expressions import Expression

Text: TypeAlias = Mapping[str, str]  # language code → words
FALLBACK_LANGUAGE = "fr"


class Kind(StrEnum):
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    NOTE = "note"  # shown; anything typed goes on
    MENU = "menu"  # choices that only lead somewhere: remembered for expressions, never stored
    CALCULATE = "calculate"  # never shown


LISTS = frozenset({Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.MENU})
NUMBERS = frozenset({Kind.INTEGER, Kind.DECIMAL})
QUESTIONS = frozenset({Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.TEXT, Kind.DATE}) | NUMBERS
STORED = QUESTIONS | {Kind.CALCULATE}

BACK, BACK_ALWAYS, MORE, MENU = "0", "00", "98", "99"
AGAIN = "#"  # after a mistake by SMS: the question again, where 98 may be the answer
RESERVED_KEYS = frozenset({BACK, BACK_ALWAYS, MORE, MENU, AGAIN})
EASY_LEAVE, HARD_LEAVE = "9", "*"

TEST_INPUTS = ("test.seat", "test.phase", "test.activity")  # of a knowledge test: who takes it, when, where
LANGUAGE_ACTION = "language"  # the `does` of the step whose answer is the language of the dialogue


def words(text: Text, language: str) -> str:
    """The words of `text` in `language`, else in French, else in whatever there is."""
    if language in text:
        return text[language]
    return text.get(FALLBACK_LANGUAGE) or next(iter(text.values()), "")


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a list.

    key: what is typed for it; without one it gets the next free number.
    next: the step it leads to. goto: the flow it leads to.
    columns: further cells of an XLSForm choice, which a `choice_filter` may name.
    """

    name: str
    label: Text
    key: str | None = None
    next: str | None = None
    goto: str | None = None
    relevant: Expression | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """Steps that stand together. relevant: the condition they share. label: its title, which no phone shows."""

    name: str
    label: Text = field(default_factory=dict)
    relevant: Expression | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Step:
    """One state of a flow.

    groups: those it stands in, outermost first.
    choices_from: a list of the world (open activities…), before the written choices.
    flag_next: where a choice of that list with a flag leads. empty: where to go when no choice is left.
    personal: the answer is a name or a phone number, which rests encrypted.
    right: the choice that is the right answer of a knowledge test; no phone is told before the last test.
    skip: what is typed to leave it unanswered. default: the answer of who leaves it so.
    minimum, maximum: inclusive, of a number.
    does: the action it asks of the caller when passed. ends: the outcome of a note that ends the dialogue.
    goto: the flow to go on with when passed. line: where it stands in its file, 0 if nowhere.
    """

    name: str
    kind: Kind
    label: Text = field(default_factory=dict)
    hint: Text = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    choices_from: str | None = None
    flag_next: Mapping[str, str] = field(default_factory=dict)
    empty: str | None = None
    choice_filter: Expression | None = None
    relevant: Expression | None = None
    constraint: Expression | None = None
    constraint_message: Text = field(default_factory=dict)
    required: bool = True
    required_message: Text = field(default_factory=dict)
    right: str | None = None
    skip: str | None = None
    default: str | None = None
    personal: bool = False
    calculation: Expression | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    next: str | None = None
    goto: str | None = None
    does: str | None = None
    ends: str | None = None
    groups: tuple[Group, ...] = ()
    line: int = field(default=0, compare=False)

    @property
    def conditions(self) -> tuple[Expression, ...]:
        """All that must hold for it to be shown: those of its groups, then its own."""
        shared = tuple(group.relevant for group in self.groups if group.relevant)
        return (*shared, self.relevant) if self.relevant else shared

    def named(self, value: str) -> tuple[str, ...]:
        """The choices in an answer of this list as it is stored. One name alone may hold spaces."""
        return tuple(value.split()) if self.kind is Kind.SELECT_MULTIPLE else (value,) if value else ()

    @property
    def texts(self) -> tuple[tuple[str, Text], ...]:
        """Field → words, of all that people are shown."""
        own = ("label", "hint", "constraint_message", "required_message")
        of_choices = ((f"choice {choice.name}", choice.label) for choice in self.choices)
        return (*((field, getattr(self, field)) for field in own), *of_choices)

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """All that are evaluated for this step."""
        own = (self.constraint, self.calculation, self.choice_filter)
        found = (*self.conditions, *own, *(choice.relevant for choice in self.choices))
        return tuple(expression for expression in found if expression)

    @property
    def may_be_left(self) -> bool:
        """Whether it can be passed without an answer of one's own."""
        return not self.required or self.skip is not None or self.default is not None

    @property
    def leave_key(self) -> str | None:
        """What is typed to leave it unanswered: its `skip`, else a key that cannot be meant as an answer."""
        if self.skip or not self.may_be_left or self.kind not in QUESTIONS:
            return self.skip
        may_reach = len(self.choices) >= int(EASY_LEAVE) or self.choices_from
        taken = any(choice.key == EASY_LEAVE for choice in self.choices)
        return HARD_LEAVE if self.kind in NUMBERS or may_reach or taken else EASY_LEAVE
