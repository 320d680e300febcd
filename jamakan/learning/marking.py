"""How a test is marked: one sign a question, in their order. A question left unanswered is not right."""

from collections.abc import Mapping

from flows.model import Flow
from flows.steps import Step, words

RIGHT, WRONG = "1", "0"
BEFORE, AFTER = "before", "after"
PHASES = (BEFORE, AFTER)


def marks(flow: Flow, answers: Mapping[str, str]) -> str:
    """`1011`: the first, third and fourth questions answered right."""
    return "".join(RIGHT if answers.get(step.name) == step.right else WRONG for step in flow.items)


def correct(signs: str) -> int:
    """How many of them are right."""
    return signs.count(RIGHT)


def passes(flow: Flow, signs: str) -> bool:
    """Whether the pass mark is reached."""
    return bool(signs) and 100 * correct(signs) >= (flow.pass_mark or 0) * len(signs)


def right_words(step: Step, language: str) -> str:
    """The right answer, as it was offered."""
    return next((words(choice.label, language) for choice in step.choices if choice.name == step.right), "")


def told(flow: Flow, language: str) -> str:
    """The right answers, a line each, numbered as they were asked."""
    return "\n".join(f"{number}. {right_words(step, language)}" for number, step in enumerate(flow.items, 1))
