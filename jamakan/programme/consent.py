"""The words somebody agreed to, read from the version of the flow they were in: the proof of a consent."""

from collections.abc import Mapping

from flows.model import Flow
from flows.placeholders import fill
from flows.steps import words

CONSENT = "consent"  # what a step does


def shown(flow: Flow, language: str, values: Mapping[str, str]) -> list[list[str]]:
    """The texts of each agreement the flow asks for, in order: what leads to the question, then the question itself.

    `values`: the placeholders of every text; the others are left as they stand.
    """
    asked = [step for step in flow.steps if step.does == CONSENT]
    return [
        [
            fill(words(step.label, language), lambda name: values.get(name, f"{{{name}}}"))
            for step in flow.steps
            if step is one or any(choice.next == one.name for choice in step.choices)
        ]
        for one in asked
    ]
