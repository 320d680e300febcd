"""The transition table of a flow, as data: what its state diagram is drawn from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.expressions import Expression
from flows.model import Flow, Step
from flows.offers import Offer
from flows.routes import Route, after, irrelevant, without_choices
from flows.steps import FALLBACK_LANGUAGE, LISTS, Kind, words

START = "[start]"
END = "[end]"
FLOW = "flow "  # in front of the name of another flow


@dataclass(frozen=True, slots=True)
class Transition:
    """From `step`, when `condition` holds, else ("") in every other case.

    target: a step, `[end] outcome` or `flow name`.
    """

    step: str
    condition: str
    target: str


def transitions(flow: Flow, language: str = FALLBACK_LANGUAGE) -> tuple[Transition, ...]:
    """All ways through `flow`, in the order of the file, conditions in `language`."""
    first = Transition(START, "", flow.steps[0].name)
    return (first, *(row for step in flow.steps for row in _ways(flow, step, language)))


def _ways(flow: Flow, step: Step, language: str) -> Iterator[Transition]:
    if step.conditions:
        yield _row(step, f"not ({_all_of(step.conditions)})", irrelevant(flow, step))
    if step.ends:
        yield Transition(step.name, "", f"{END} {step.ends}")
        return
    yield from _choice_ways(flow, step, language)
    if step.kind in LISTS and (step.choices_from or step.choice_filter):
        yield _row(step, "no choice left", without_choices(flow, step))
    if not _always_jumps(step):
        yield _row(step, "", after(flow, step))


def _all_of(conditions: Sequence[Expression]) -> str:
    """The source of one condition that holds when all of them do."""
    sources = [condition.source for condition in conditions]
    return sources[0] if len(sources) == 1 else " and ".join(f"({source})" for source in sources)


def _choice_ways(flow: Flow, step: Step, language: str) -> Iterator[Transition]:
    for flag, name in step.flag_next.items():
        yield Transition(step.name, f"[{flag}]", name)
    for choice in step.choices:
        if choice.next or choice.goto:
            offer = Offer("", choice.name, choice.label, choice.next, choice.goto)
            yield _row(step, words(choice.label, language), after(flow, step, offer))


def _always_jumps(step: Step) -> bool:
    """Whether every choice leads somewhere of its own, so that nothing is left to the order of the file."""
    if step.kind not in {Kind.MENU, Kind.SELECT_ONE} or step.choices_from or step.may_be_left:
        return False
    return all(choice.next or choice.goto for choice in step.choices)


def _row(step: Step, condition: str, route: Route) -> Transition:
    if route.goto:
        return Transition(step.name, condition, FLOW + route.goto)
    return Transition(step.name, condition, route.step or f"{END} completed")
