"""docs/flows.md does what it says: its examples load, are the same form, and play as printed."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows import engine
from flows.importers.xlsform import import_xlsform
from flows.loader import load_flow
from flows.model import Flow
from flows.world import SMS, World

PAGE = (Path(__file__).parents[3] / "docs" / "flows.md").read_text(encoding="utf-8")
WORLD = World(
    now=datetime(2026, 11, 23, 12, tzinfo=UTC), surface=SMS, values={"org": "COCEM", "tel": "+223 20 00 00 00"}
)


def block(kind: str) -> str:
    found = re.search(rf"^```{kind}[^\n]*\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    assert found, f"no ```{kind} block in docs/flows.md"
    return found[1]


def yaml_flow() -> Flow:
    return load_flow(block("yaml"), "docs/flows.md").flow


def sheet_flow() -> Flow:
    return import_xlsform(block("xlsform").encode()).flow


def test_the_yaml_example_has_no_problem_and_no_warning() -> None:
    loaded = load_flow(block("yaml"), "docs/flows.md")
    assert (loaded.flow.name, loaded.flow.languages, loaded.warnings) == ("eau", ("fr", "en"), ())


def test_the_spreadsheet_asks_the_same_questions_in_the_same_words() -> None:
    def questions(flow: Flow) -> list[tuple[object, ...]]:
        return [
            (step.name, step.kind, dict(step.label), [choice.name for choice in step.choices]) for step in flow.steps
        ]

    assert questions(sheet_flow()) == questions(yaml_flow())


def test_the_steps_of_the_group_are_asked_when_its_condition_holds() -> None:
    flow = load_flow(block("yaml group"), "docs/flows.md").flow
    asked = []
    for typed in ("0", "2"):
        begun = engine.start(flow, key="docs", language="fr", world=WORLD)
        asked.append(engine.step(flow, begun.dialogue, typed, WORLD).dialogue.position)
    assert asked == ["", "pupils"]


@pytest.mark.parametrize("flow", [yaml_flow(), sheet_flow()], ids=["yaml", "xlsform"])
def test_the_transcript_is_what_a_phone_shows(flow: Flow) -> None:
    shown, *turns = re.split(r"^> (.*)\n", block("transcript"), flags=re.MULTILINE)
    result = engine.start(flow, key="docs", language="fr", world=WORLD)
    for expected, typed in zip([shown, *turns[1::2]], [*turns[0::2], ""], strict=True):
        lines = [line for line in result.screen.body.splitlines() if not line.startswith("(")]
        assert "\n".join(lines).startswith(expected.strip().replace("ê", "e")), result.screen.body
        result = engine.step(flow, result.dialogue, typed, WORLD)
    assert result.dialogue.answers == {
        "source": "well",
        "minutes": "45",
        "trouble": "far queue",
        "idea": "Réparer la pompe * vite",
    }
