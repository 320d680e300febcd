"""What is allowed in a flow and yet rarely wanted."""

from collections.abc import Iterator, Set

from flows.checks.found import Found
from flows.limits import USSD_SCREEN
from flows.model import Flow
from flows.steps import Text
from flows.text.folding import fold, losses
from flows.text.gsm7 import width
from flows.transitions import transitions

EASY_CHOICES = 9  # beyond, two digits to type and more pages to read


def advice(flow: Flow) -> Iterator[Found]:
    """Worth telling the author of `flow`."""
    reached = _reached(flow)
    for step in flow.steps:
        where = f"step {step.name}"
        if step.name not in reached:
            yield Found(step.line, where, "no way leads to this step")
        if len(step.choices) > EASY_CHOICES:
            yield Found(step.line, where, f"{len(step.choices)} choices: they take several pages")
        for field, text in step.texts:
            for reason in _wording(text):
                yield Found(step.line, f"{where}, {field}", reason)


def _reached(flow: Flow) -> Set[str]:
    ways: dict[str, list[str]] = {}
    for row in transitions(flow):
        ways.setdefault(row.step, []).append(row.target)
    waiting, reached = [flow.steps[0].name], set()
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(ways.get(name, ()))
    return reached


def _wording(text: Text) -> Iterator[str]:
    for language, said in text.items():
        if lost := losses(said, language):
            yield f"{language}: phones show ? for {' '.join(lost)}"
        if (size := width(fold(said, language))) > USSD_SCREEN:
            yield f"{language}: {size} characters, so it is paged (one screen holds {USSD_SCREEN})"
