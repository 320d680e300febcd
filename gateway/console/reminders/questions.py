"""The surveys people answered, and their closed questions, as the boxes of an audience name them."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows.steps import LISTS, STORED, Step, words
from jamakan.broadcasts.known import REGISTRATION, flows
from jamakan.core import Core


@dataclass(frozen=True, slots=True)
class Questions:
    """`titles` of surveys by name. `answers`: of each closed question, "flow:step=answer" → words."""

    titles: Mapping[str, str]
    answers: Mapping[str, Mapping[str, str]]


def questions(core: Core, language: str) -> Questions:
    """What the surveys of this house ask; registration left out, whose answers are what is known of people."""
    surveys = [flow for flow in flows(core) if flow.name != REGISTRATION and any(map(_closed, flow.steps))]
    titles = {flow.name: words(flow.title, language) for flow in surveys}
    answers = {
        f"{titles[flow.name]} · {words(step.label, language)}": {
            f"{flow.name}:{step.name}={choice.name}": words(choice.label, language) for choice in step.choices
        }
        for flow in surveys
        for step in flow.steps
        if _closed(step)
    }
    return Questions(titles, answers)


def _closed(step: Step) -> bool:
    return step.kind in LISTS & STORED and not step.choices_from and not step.personal
