"""What the letters of a text cost, for its author: as written, and as it leaves."""

from collections.abc import Iterator
from dataclasses import dataclass

from flows.model import Flow
from flows.text.folding import fold
from flows.text.gsm7 import Measure, measure, outside


@dataclass(frozen=True, slots=True)
class Cost:
    """One text of a flow. letters: those outside GSM-7, for which others stand on sending."""

    step: str
    field: str
    language: str
    letters: tuple[str, ...]
    written: Measure
    sent: Measure

    def __str__(self) -> str:
        letters = " ".join(self.letters)
        return (
            f"step {self.step}, {self.field}, {self.language}: {letters} — {self.written.parts} part(s) as written "
            f"({self.written.units} {self.written.encoding} units), {self.sent.parts} as sent ({self.sent.units})"
        )


def costs(flow: Flow) -> Iterator[Cost]:
    """The texts of a flow with letters that would cost more if they left as they are."""
    for step in flow.steps:
        for field, text in step.texts:
            for language, words in text.items():
                if letters := outside(words):
                    sent = measure(fold(words, language))
                    yield Cost(step.name, field, language, letters, measure(words), sent)
