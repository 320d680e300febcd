"""The answers of a dialogue while a turn is played, and what expressions see of them."""

from collections.abc import Mapping
from datetime import datetime

from flows.dialogue import Dialogue
from flows.effects import Answered, Dropped, Effect
from flows.expressions import Environment
from flows.model import Flow, Step
from flows.steps import STORED


class Sheet:
    """Keeps answers, the answers set aside and the calculates that follow from them in step with each other."""

    def __init__(self, flow: Flow, dialogue: Dialogue, now: datetime) -> None:
        self.flow = flow
        self.now = now
        self.language = dialogue.language
        self.answers = dict(dialogue.answers)
        self.aside = set(dialogue.aside)
        self._inputs = dialogue.inputs
        self._facts: dict[str, str] = {**dialogue.inputs, **self.answers}
        self._recomputed: dict[str, str] = {}  # calculate → its value before
        for name in self.aside:
            self._facts.pop(name, None)

    @property
    def facts(self) -> Mapping[str, str]:
        """Inputs, answers and calculates as expressions and labels see them: without what is set aside."""
        return self._facts

    def environment(self, current: str = "", row: Mapping[str, str] | None = None) -> Environment:
        labels = self.flow.choice_names(self.language)
        return Environment(self._facts, self.now, current, labels, self.language, row or {})

    def relevant(self, step: Step) -> bool:
        return all(condition.truth(self.environment()) for condition in step.conditions)

    def clear(self) -> list[Effect]:
        """Back to the inputs alone."""
        dropped = self._dropped(list(self.answers))
        self.answers.clear()
        self.aside.clear()
        self._facts.clear()
        self._facts.update(self._inputs)
        return dropped

    def compute_all(self) -> None:
        for step in self.flow.calculations.steps:
            self._compute(step)

    def keep(self, step: Step, value: str) -> None:
        self.aside.discard(step.name)
        self.answers[step.name] = value
        self._see(step.name, value)

    def set_aside(self, name: str) -> None:
        """The answer of `name`, if any, no longer counts unless it is given again."""
        if name in self.answers and name not in self.aside:
            self.aside.add(name)
            self._see(name, "")

    def settle(self) -> list[Effect]:
        """At the end: what is set aside or has become irrelevant is dropped for good, as ODK does at submission."""
        for step in self.flow.steps:
            if step.name in self.answers and not self.relevant(step):
                self.set_aside(step.name)
        gone = [name for name in self.answers if name in self.aside]
        for name in gone:
            del self.answers[name]
        self.aside.clear()
        return self._dropped(gone)

    def calculated(self) -> list[Effect]:
        """The calculates whose value is not what it was when this was last asked."""
        found: list[Effect] = []
        for name, old in self._recomputed.items():
            new = self.answers.get(name, "")
            if new and new != old:
                found.append(Answered(name, self.flow.step(name).kind.value, new, self.flow.step(name).personal))
            elif old and not new:
                found.append(Dropped(name))
        self._recomputed.clear()
        return found

    def _see(self, name: str, value: str) -> None:
        self._facts[name] = value
        self.flow.calculations.recompute(name, self._compute)

    def _compute(self, step: Step) -> bool:
        """Whether the value of this calculate changed."""
        old = self.answers.get(step.name, "")
        new = self._calculated(step, old)
        if new == old:
            return False
        self._recomputed.setdefault(step.name, old)
        self._facts[step.name] = new
        if new:
            self.answers[step.name] = new
        else:
            del self.answers[step.name]
        return True

    def _calculated(self, step: Step, old: str) -> str:
        if step.calculation is None or not self.relevant(step):
            return ""
        value = step.calculation.text(self.environment(current=old))
        return "" if value == "NaN" else value

    def _dropped(self, names: list[str]) -> list[Effect]:
        return [Dropped(name) for name in names if self.flow.step(name).kind in STORED]
