"""A flow, whichever front end wrote it. Immutable: a version is kept for ever."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

from flows.calculations import Calculations
from flows.steps import FALLBACK_LANGUAGE, Choice, Kind, Step, Text, words

__all__ = ["Choice", "Flow", "Kind", "Step", "Text", "words"]

_CHOICE_NAME = "jr:choice-name"  # the one function that needs the labels of choices
_NO_NAMES: Mapping[str, Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Flow:
    """A version of a flow, named by the hash of its content. inputs: values its caller may give at the start.

    pass_mark: of a knowledge test, the share of right answers, in percent, from which it is passed; else None.

    Raises:
        CycleError: calculates that need each other. Loaders check for it first.
    """

    name: str
    title: Text
    languages: tuple[str, ...]
    steps: tuple[Step, ...]
    version: str
    inputs: tuple[str, ...] = ()
    pass_mark: int | None = None
    calculations: Calculations = field(init=False, repr=False, compare=False)
    _places: Mapping[str, int] = field(init=False, repr=False, compare=False)
    _choice_names: Mapping[str, Mapping[str, Mapping[str, str]]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places = {step.name: place for place, step in enumerate(self.steps)}
        object.__setattr__(self, "_places", places)
        object.__setattr__(self, "calculations", Calculations.of(self.steps))
        object.__setattr__(self, "_choice_names", _choice_names(self.steps, self.languages))

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def step(self, name: str) -> Step:
        return self.steps[self._places[name]]

    @property
    def items(self) -> tuple[Step, ...]:
        """The questions that have a right answer, in their order. A flow with such questions is a knowledge test."""
        return tuple(step for step in self.steps if step.right is not None)

    def following(self, step: Step) -> str | None:
        """The step after it in the file; None after the last one."""
        place = self._places[step.name] + 1
        return self.steps[place].name if place < len(self.steps) else None

    def choice_names(self, language: str) -> Mapping[str, Mapping[str, str]]:
        """Step → choice → label, for jr:choice-name(); empty when no expression calls it."""
        names = self._choice_names
        return names.get(language) or names.get(FALLBACK_LANGUAGE) or _NO_NAMES


def _choice_names(
    steps: tuple[Step, ...], languages: tuple[str, ...]
) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    expressions = chain.from_iterable(step.expressions for step in steps)
    if not any(_CHOICE_NAME in expression.functions for expression in expressions):
        return {}
    return {
        language: {
            step.name: {choice.name: words(choice.label, language) for choice in step.choices} for step in steps
        }
        for language in languages
    }
