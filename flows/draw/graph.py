"""The transition table as a graph to draw: what is written on the boxes."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows.model import Flow
from flows.steps import Kind, words
from flows.transitions import END, FLOW, START, Transition, transitions

LABEL = 40  # characters of a question or condition; the whole text is in the flow


@dataclass(frozen=True, slots=True)
class Graph:
    """boxes: name → its second line ("" for none), in the order of the file, then ends and other flows."""

    boxes: Mapping[str, str]
    rows: tuple[Transition, ...]

    @classmethod
    def of(cls, flow: Flow, language: str) -> "Graph":
        rows = transitions(flow, language)
        steps = {step.name: _caption(step.kind, words(step.label, language)) for step in flow.steps}
        others = {row.target: "" for row in rows if row.target.startswith((END, FLOW))}
        return cls({START: "", **steps, **others}, rows)


def short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= LABEL else one_line[: LABEL - 1] + "…"


def _caption(kind: Kind, label: str) -> str:
    return short(label) if label else kind.value
