"""Hypothesis strategies: flows of every kind of step, and what people might type."""

from typing import Any

import yaml
from hypothesis import strategies as st

from flows.loader import FlowError, parse_flow
from flows.model import Flow
from flows.steps import Kind

LABELS = st.text(
    st.one_of(
        st.sampled_from("aeiou bcdfç’…€[éœɛŋ\n"),
        st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="{}"),  # braces would name a placeholder
    ),
    min_size=1,
    max_size=300,
).filter(str.strip)
TYPED = st.one_of(
    st.sampled_from([str(number) for number in range(25)]),
    st.sampled_from(
        ["0", "00", "98", "99", "#", "9", "*", "", " ", "1 2", "1,3", "17/12/2025", "2,5", "oui", "English", "c1"]
    ),
    st.text(st.characters(exclude_categories=()), max_size=30),
)
ASKED = [
    Kind.SELECT_ONE,
    Kind.SELECT_MULTIPLE,
    Kind.TEXT,
    Kind.INTEGER,
    Kind.DECIMAL,
    Kind.DATE,
    Kind.NOTE,
    Kind.MENU,
]


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """A flow in French and English. Its steps look back for relevance and lead anywhere."""
    names = [f"q{number}" for number in range(draw(st.integers(1, 7)))]
    steps = _grouped(draw, [_step(draw, names, place) for place in range(len(names))])
    source = {"flow": "random", "title": _text(draw), "languages": ["fr", "en"], "inputs": ["given"], "steps": steps}
    try:
        return parse_flow(yaml.safe_dump(source, allow_unicode=True, sort_keys=False), "random.yaml")
    except FlowError as error:
        raise AssertionError(f"the strategy wrote a wrong flow: {error}") from error


def _grouped(draw: st.DrawFn, steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Some of the steps, which follow each other, in a group."""
    first, last = sorted((draw(st.integers(0, len(steps))), draw(st.integers(0, len(steps)))))
    if first == last:
        return steps
    earlier = draw(st.sampled_from([*(step["name"] for step in steps[:first]), "given"]))
    group = {"group": "g", "relevant": f"${{{earlier}}} != '1'", "steps": steps[first:last]}
    return [*steps[:first], group, *steps[last:]]


def _step(draw: st.DrawFn, names: list[str], place: int) -> dict[str, Any]:
    kind = draw(st.sampled_from([*ASKED, Kind.CALCULATE]))
    step: dict[str, Any] = {"name": names[place], "kind": kind.value}
    if kind is Kind.CALCULATE:
        earlier = draw(st.sampled_from([*names[:place], "given"]))
        return {**step, "calculation": f"concat(${{{earlier}}}, 'x')"}
    step["label"] = _text(draw)
    if kind in {Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.MENU}:
        step |= _list(draw, names, kind)
    elif kind is Kind.NOTE and draw(st.booleans()):
        return {**step, "ends": draw(st.sampled_from(["completed", "refused"])), "does": "register"}
    elif kind is not Kind.NOTE:
        step |= draw(st.sampled_from([{}, {}, {"required": "no"}, {"constraint": "string-length(.) < 4"}]))
    if draw(st.integers(0, 3)) == 0:
        earlier = draw(st.sampled_from([*names[:place], "given"]))
        step["relevant"] = draw(st.sampled_from([f"${{{earlier}}} != '1'", f"string-length(${{{earlier}}}) > 0"]))
    if draw(st.integers(0, 4)) == 0:
        step["next"] = draw(st.sampled_from(names))
    return step


def _list(draw: st.DrawFn, names: list[str], kind: Kind) -> dict[str, Any]:
    choices: list[dict[str, Any]] = [
        {"name": _choice_name(kind, number), "label": _text(draw)} for number in range(draw(st.integers(1, 12)))
    ]
    if kind is not Kind.SELECT_MULTIPLE:
        for choice in choices:
            if draw(st.integers(0, 5)) == 0:
                choice["next"] = draw(st.sampled_from(names))
    if kind is Kind.MENU and draw(st.booleans()):
        choices[-1]["key"] = "0"
    if draw(st.integers(0, 3)) == 0:
        return {"choices": choices, "choices_from": "activities"}
    return {"choices": choices}


def _choice_name(kind: Kind, number: int) -> str:
    """Of several answers, a space separates the names."""
    return f"c{number}" if kind is Kind.SELECT_MULTIPLE else f"c {number}"


def _text(draw: st.DrawFn) -> dict[str, str]:
    return {"fr": draw(LABELS), "en": draw(LABELS)}
