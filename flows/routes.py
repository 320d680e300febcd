"""Where a step leads. The engine walks by it and the tables of `transitions.py` are written from it."""

from dataclasses import dataclass

from flows.model import Flow, Step
from flows.offers import Offer


@dataclass(frozen=True, slots=True)
class Route:
    """To a step of this flow, to another flow (`goto`), or past the last step (neither)."""

    step: str | None = None
    goto: str | None = None


def after(flow: Flow, step: Step, offer: Offer | None = None) -> Route:
    """After an answer. What the choice says wins over what the step says, and that over the order of the file."""
    if offer and offer.goto:
        return Route(goto=offer.goto)
    if offer and offer.next:
        return Route(offer.next)
    if step.goto:
        return Route(goto=step.goto)
    return Route(step.next or flow.following(step))


def without_choices(flow: Flow, step: Step) -> Route:
    """When no choice is left."""
    return Route(step.empty or flow.following(step))


def irrelevant(flow: Flow, step: Step) -> Route:
    """As if the step were not there."""
    return Route(flow.following(step))
