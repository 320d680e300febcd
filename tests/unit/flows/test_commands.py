"""`flows play` and `flows draw`, as somebody sees them who is new to them."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from jamakan.cli.flows.draw import draw
from jamakan.cli.flows.play import play

FLOW = """
flow: f
title: {fr: F, en: F}
languages: [fr, en]
steps:
  - {name: age, kind: integer, label: {fr: Âge ?, en: Age?}}
  - {name: town, kind: text, label: {fr: Ville ?, en: Town?}, skip: "9"}
  - {name: bye, kind: note, label: {fr: Merci., en: Thanks.}, does: register, ends: completed}
"""


@pytest.fixture
def flow(tmp_path: Path) -> str:
    path = tmp_path / "f.yaml"
    path.write_text(FLOW)
    return str(path)


def test_what_a_turn_does_is_told_in_words(flow: str) -> None:
    played = CliRunner().invoke(play, [flow, "--language", "en"], input="30\n0\n31\n9\n")
    told = [line.strip(" >") for line in played.output.splitlines() if line.startswith(("    ", ">     "))]
    assert told[:3] == ["age = '30'", "age = '31'", "town is left unanswered"]
    assert told[3:] == ["asks the service to register", "outcome: completed"]


def test_who_hangs_up_is_told_so(flow: str) -> None:
    assert "(call dropped)" in CliRunner().invoke(play, [flow], input="30\n").output


@pytest.mark.parametrize("command", [play, draw])
def test_a_language_the_flow_does_not_speak_is_refused(flow: str, command: object) -> None:
    refused = CliRunner().invoke(command, [flow, "--language", "bm"])  # type: ignore[arg-type]
    assert refused.exit_code == 2
    assert "the flow speaks fr, en" in refused.output


def test_a_diagram_is_in_the_flows_first_language_or_another(flow: str) -> None:
    assert "Ville ?" in CliRunner().invoke(draw, [flow]).output
    assert "Town?" in CliRunner().invoke(draw, [flow, "--language", "en"]).output
