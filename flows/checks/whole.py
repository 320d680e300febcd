"""What the check of one step may look at."""

from collections.abc import Set
from dataclasses import dataclass, field

from flows.placeholders import BROUGHT, GIVEN
from flows.steps import Step


@dataclass(frozen=True, slots=True)
class Written:
    """A step as its file has it. unread: the fields that are written, or needed, and could not be used.

    Such fields were reported when they were read; nothing is built on them. A kind that could not be read is a note
    here, a name is what stands there.
    """

    step: Step
    unread: Set[str] = frozenset()


@dataclass(slots=True)
class Whole:
    """The flow around a step. places: of the names, the first one where a name is given twice."""

    written: tuple[Written, ...]
    languages: tuple[str, ...]
    inputs: Set[str]
    named: Set[str] = field(init=False)
    known: Set[str] = field(init=False)
    values: Set[str] = field(init=False)
    places: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.places = {one.step.name: place for place, one in reversed(tuple(enumerate(self.written)))}
        self.named = self.places.keys()
        self.known = self.named | self.inputs
        lists = (one.step.choices_from or "" for one in self.written)
        self.values = self.known.union(GIVEN, *(BROUGHT.get(name, ()) for name in lists))

    def at(self, name: str) -> Written:
        return self.written[self.places[name]]
