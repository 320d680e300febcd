"""What a new version changes, question by question."""

from dataclasses import dataclass

from flows.model import Flow, Step
from flows.steps import QUESTIONS


@dataclass(frozen=True, slots=True)
class Changes:
    """Questions, by name: new ones, those gone, and those that say or offer something else."""

    added: tuple[Step, ...]
    gone: tuple[Step, ...]
    changed: tuple[Step, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.gone or self.changed)


def changes(before: Flow, after: Flow) -> Changes:
    """From one version to another."""
    old, new = _questions(before), _questions(after)
    return Changes(
        added=tuple(step for name, step in new.items() if name not in old),
        gone=tuple(step for name, step in old.items() if name not in new),
        changed=tuple(step for name, step in new.items() if name in old and _said(step) != _said(old[name])),
    )


def _questions(flow: Flow) -> dict[str, Step]:
    return {step.name: step for step in flow.steps if step.kind in QUESTIONS}


def _said(step: Step) -> tuple[object, ...]:
    """What people see of a question and may answer. Conditions count as they are written."""
    conditions = [one.source if one else "" for one in (step.relevant, step.constraint, step.choice_filter)]
    choices = [(choice.name, dict(choice.label)) for choice in step.choices]
    return (step.kind, dict(step.label), dict(step.hint), choices, step.required, conditions)
