"""Which calculates follow from which answers, so that a turn recomputes only those it touches."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from heapq import heappop, heappush

from flows.steps import Kind, Step


@dataclass(frozen=True, slots=True)
class Calculations:
    """steps: the calculates, each after those it needs. readers: name → places in `steps` of those that name it."""

    steps: tuple[Step, ...]
    readers: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, steps: Iterable[Step]) -> "Calculations":
        """
        Raises:
            CycleError: calculates that need each other.
        """
        by_name = {step.name: step for step in steps if step.kind is Kind.CALCULATE}
        needs = {name: sorted(_references(step) & by_name.keys() - {name}) for name, step in by_name.items()}
        ordered = tuple(by_name[name] for name in TopologicalSorter(needs).static_order())
        readers: dict[str, list[int]] = {}
        for place, step in enumerate(ordered):
            for name in _references(step) - {step.name}:
                readers.setdefault(name, []).append(place)
        return cls(ordered, {name: tuple(places) for name, places in readers.items()})

    def recompute(self, changed: str, compute: Callable[[Step], bool]) -> None:
        """Calls `compute` (true: the value changed) for all that follows from `changed`, each once, needs first."""
        waiting = list(self.readers.get(changed, ()))  # sorted, hence a heap
        done = -1
        while waiting:
            place = heappop(waiting)
            if place == done:
                continue
            done = place
            if compute(self.steps[place]):
                for reader in self.readers.get(self.steps[place].name, ()):
                    heappush(waiting, reader)


def circle(steps: Iterable[Step]) -> tuple[str, ...]:
    """The names of calculates that need each other in a circle; empty when there is none."""
    try:
        Calculations.of(steps)
    except CycleError as error:
        names: list[str] = error.args[1]
        return tuple(names)
    return ()


def _references(step: Step) -> frozenset[str]:
    expressions = (*step.conditions, *((step.calculation,) if step.calculation else ()))
    return frozenset().union(*(expression.references for expression in expressions))
