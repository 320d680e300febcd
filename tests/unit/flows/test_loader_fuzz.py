"""Any text is a Flow or a FlowError, and a Flow can be played."""

from contextlib import suppress

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from flows import engine
from flows.catalog import load_library
from flows.loader import FlowError, parse_flow
from flows.loader.load import CHOICE_FIELDS, FLOW_FIELDS, STEP_FIELDS
from flows.model import Flow
from flows.steps import Kind
from flows.world import World
from tests.support.phone import NOW

SOURCES = [load_library().source(name) for name in load_library().names]
FIELDS = [*FLOW_FIELDS, *STEP_FIELDS, *CHOICE_FIELDS]
SCALARS = st.one_of(
    st.sampled_from(
        [
            *(kind.value for kind in Kind),
            "a",
            "b",
            "fr",
            "en",
            "yes",
            "no",
            "0",
            "98",
            "9",
            "*",
            "completed",
            "${a} = 1",
            ". > 1",
        ]
    ),
    st.integers(-3, 100),
    st.booleans(),
    st.none(),
    st.text(max_size=8),
)
NODES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from([*FIELDS, "fr", "en", "x"]), inner, max_size=8)
    ),
    max_leaves=30,
)


def _load(source: str) -> Flow | None:
    with suppress(FlowError):
        return parse_flow(source, "fuzz.yaml")
    return None


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_any_text(source: str) -> None:
    _load(source)


@settings(deadline=None)
@given(st.text(st.sampled_from("ab:-[]{}&*!|>'\"%@`#,? \n\t~0"), max_size=60))
def test_any_yaml_like_text(source: str) -> None:
    _load(source)


@settings(deadline=None)
@given(NODES)
def test_any_structure(content: object) -> None:
    _load(yaml.safe_dump(content, allow_unicode=True))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_library_file_with_lines_lost_moved_or_garbled(data: st.DataObject) -> None:
    lines = data.draw(st.sampled_from(SOURCES)).split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(lines) - 1))
        what = data.draw(st.sampled_from(["lose", "double", "garble", "indent"]))
        line = lines[place]
        lines[place : place + 1] = {
            "lose": [],
            "double": [line, line],
            "garble": [line.replace(":", data.draw(st.sampled_from(["", " ", "::", ": [", ": {"])))],
            "indent": [" " + line],
        }[what] or [""]
    if flow := _load("\n".join(lines)):
        result = engine.start(flow, key="k", language="fr", world=World(NOW))
        for text in ("1", "98", "0", "x", "1"):
            result = engine.step(flow, result.dialogue, text, World(NOW))
