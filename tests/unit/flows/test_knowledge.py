"""Questions with a right answer: how they are written, what is wrong with them, and the test that is shipped."""

import re
from pathlib import Path

import pytest

from flows import engine
from flows.catalog import load_library
from flows.importers.xlsform import XlsformError, import_xlsform
from flows.importers.xlsform.export import to_markdown, to_xlsx
from flows.loader import load_flow
from flows.problems import FlowError
from flows.text import fold, width
from flows.world import USSD, World
from jamakan.learning import marking
from tests.support.phone import Phone

PAGE = (Path(__file__).parents[3] / "docs" / "tests.md").read_text(encoding="utf-8")
SHIPPED = load_library().flow("citizenship")
YAML = """
flow: capitale
title: La capitale
languages: [fr]
pass: 60
steps:
  - name: capital
    kind: select_one
    label: La capitale ?
    choices:
      - {name: segou, label: Ségou}
      - {name: bamako, label: Bamako}
    right: bamako
  - {name: idea, kind: text, label: Une idée ?}
"""
FORM = """\
| survey | | | | |
| | type | name | label | right |
| | select_one town | capital | La capitale ? | bamako |
| choices | | | |
| | list_name | name | label |
| | town | segou | Ségou |
| | town | bamako | Bamako |
| settings | | | |
| | form_title | form_id | pass |
| | La capitale | capitale | 60 |
"""


def test_a_form_with_right_answers_is_a_test() -> None:
    found = re.search(r"^```yaml test\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    assert found
    for flow in (
        load_flow(found[1], "docs/tests.md").flow,
        load_flow(YAML, "y").flow,
        import_xlsform(FORM.encode()).flow,
    ):
        assert flow.pass_mark == 60
        assert [(step.name, step.right) for step in flow.items] == [("capital", "bamako")]


def test_without_a_pass_mark_it_is_half() -> None:
    assert load_flow(YAML.replace("pass: 60\n", ""), "y").flow.pass_mark == 50


def test_a_form_without_right_answers_is_none() -> None:
    flow = load_library().flow("feedback")
    assert (flow.pass_mark, flow.items) == (None, ())


def test_it_goes_back_to_a_spreadsheet_with_its_answers() -> None:
    flow = import_xlsform(FORM.encode()).flow
    for form in (to_markdown(flow).encode(), to_xlsx(flow)):
        assert import_xlsform(form).flow.version == flow.version


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("right: bamako", "right: kayes", "y:7: step capital, right: there is no choice 'kayes'"),
        ("label: Une idée ?}", "label: Une idée ?, right: oui}", "y:14: step idea: 'right' means nothing for text"),
        ("    right: bamako", "    relevant: 1 = 1\n    right: bamako", "asked of everybody, before and after"),
        ("    right: bamako\n", "", "y:2: pass: a pass mark without any right answer"),
        ("pass: 60", "pass: 120", "y:5: pass: '120' is not a whole number of percent from 1 to 100"),
        ("pass: 60", "pass: half", "y:5: pass: 'half' is not a whole number of percent from 1 to 100"),
    ],
)
def test_what_makes_no_test_is_told_by_line(old: str, new: str, said: str) -> None:
    with pytest.raises(FlowError, match=re.escape(said)):
        load_flow(YAML.replace(old, new), "y")


def test_what_makes_no_test_is_told_by_row() -> None:
    with pytest.raises(XlsformError, match=re.escape("survey, row 2, right: there is no choice 'kayes'")):
        import_xlsform(FORM.replace("| bamako |\n| choices", "| kayes |\n| choices").encode())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_question_of_the_shipped_test_is_one_screen(language: str) -> None:
    world = World(now=Phone().world.now, surface=USSD)
    result = engine.start(SHIPPED, key="k", language=language, world=world)
    for step in SHIPPED.items:
        assert result.dialogue.position == step.name
        assert "98" not in result.screen.body
        assert width(result.screen.body) <= USSD.limit
        result = engine.step(SHIPPED, result.dialogue, "9", world)


def test_right_answers_stand_in_every_place_and_not_knowing_is_a_choice() -> None:
    places = {[choice.name for choice in step.choices].index(step.right or "") for step in SHIPPED.items}
    assert places == {0, 1, 2}
    assert all(step.choices[-1].name == "unknown" for step in SHIPPED.items)


def test_marks() -> None:
    answers = {step.name: step.right or "" for step in SHIPPED.items[:6]} | {SHIPPED.items[7].name: "unknown"}
    assert marking.marks(SHIPPED, answers) == "111111000"
    assert marking.passes(SHIPPED, "111111000")  # 6 of 9 are 66 %
    assert not marking.passes(SHIPPED, "111110000")
    assert not marking.passes(SHIPPED, "")
    assert marking.told(SHIPPED, "en").splitlines()[4] == "5. 18"


def test_the_right_answers_are_told_within_two_sms_pages() -> None:
    assert width(fold(marking.told(SHIPPED, "fr"), "fr")) <= 306
