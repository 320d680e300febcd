"""A flow written back as XLSForm is the same flow, and pyxform makes the same binds and choices of it."""

from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook

from flows.importers.xlsform import XlsformError, import_xlsform, to_markdown, to_xlsx
from flows.loader import parse_flow
from flows.model import Flow
from tests.support import xform
from tests.support.forms import big, form, survey
from tests.support.random_forms import forms

FLAT = survey(
    "type | name | label::Français (fr) | label::English (en) | hint::Français (fr) | hint::English (en) | required"
    " | relevant | constraint | constraint_message::Français (fr) | constraint_message::English (en) | calculation"
    " | choice_filter | default",
    "start | start | | | | | | | | | | | |",
    "today | today | | | | | | | | | | | |",
    "deviceid | deviceid | | | | | | | | | | | |",
    "note | accueil | Bonjour | Hello | | | | | | | | | |",
    "integer | age | Âge ? | Age? | Ans | Years | yes | | . >= 18 and . <= 110 | | | | |",
    "decimal | km | Km ? | Km? | | | | ${age} > 20 | . > 0 | Plus de 0 | Over 0 | | |",
    "date | jour | Jour ? | Day? | | | | | . <= today() | | | | | 2025-12-17",
    "select_one region | region | Région ? | Region? | | | yes | | | | | | | segou",
    "select_one ville | ville | Ville de ${region} ? | Town of ${region}? | | | | | | | | | region = ${region} |",
    "select_multiple groupe | groupe | Groupe ? | Group? | | | yes | | count-selected(.) <= 2 | | | | |",
    "select_multiple groupe | autre | Autre groupe ? | Other group? | | | | selected(${groupe}, 'a') | | | | | |",
    "calculate | double | | | | | | | | | | ${age} * 2 | |",
    "text | avis | =Avis ? | Opinion? | | | | ${double} > 40 | regex(., '[a-z \\|]+') | | | | |",
    "acknowledge | lu | Merci | Thanks | | | | | | | | | |",
    choices="""list_name | name | label::Français (fr) | label::English (en) | region
        region | segou | Ségou | Segou |
        region | gao | Gao | Gao |
        ville | niono | Niono | Niono | segou
        ville | ansongo | Ansongo | Ansongo | gao
        groupe | a | Élus | Elected |
        groupe | b | Jeunes | Youth |
        groupe | c | Femmes | Women |""",
    settings="form_title | form_id | default_language\nSuivi | suivi | Français (fr)",
)

WAYS: list[Callable[[Flow], bytes]] = [to_xlsx, lambda flow: to_markdown(flow).encode()]


@pytest.mark.parametrize("data", [FLAT, form("civic.md").encode(), big(60).encode()], ids=["flat", "civic", "big"])
@pytest.mark.parametrize("write", WAYS, ids=["xlsx", "markdown"])
def test_the_flow_is_the_same(write: Callable[[Flow], bytes], data: bytes) -> None:
    flow = import_xlsform(data).flow
    again = import_xlsform(write(flow)).flow
    assert again == flow
    assert again.version == flow.version


@pytest.mark.parametrize("write", WAYS, ids=["xlsx", "markdown"])
@pytest.mark.parametrize("data", [FLAT, form("civic.md").encode()], ids=["flat", "civic"])
def test_pyxform_makes_the_same_binds_and_choices(data: bytes, write: Callable[[Flow], bytes]) -> None:
    written = write(import_xlsform(data).flow)
    assert xform.binds(written) == xform.binds(data)
    assert xform.choices(written) == xform.choices(data)


@settings(max_examples=40, deadline=None)
@given(forms())
def test_any_form_comes_back_the_same(text: str) -> None:
    """The flow, and what pyxform makes of it: groups, conditions, constraints, messages, choices."""
    flow = import_xlsform(text.encode()).flow
    written = to_xlsx(flow)
    assert import_xlsform(written).flow == flow
    assert xform.binds(written) == xform.binds(text.encode())
    choices = xform.choices(written)
    assert choices == {names: cells for names, cells in xform.choices(text.encode()).items() if names in choices}


def test_a_flow_written_as_yaml_asks_the_same_as_a_form() -> None:
    flow = parse_flow(
        """
        flow: eau
        title: Eau
        languages: [fr]
        steps:
          - {name: minutes, kind: integer, label: Minutes ?, min: 0, max: 300}
          - {name: litres, kind: integer, label: Litres ?, min: 1, constraint: . != 13}
          - {name: prix, kind: decimal, label: Prix ?, max: 2.5}
          - {name: idee, kind: text, label: Idée ?, skip: "9"}
          - {name: nom, kind: text, label: Nom ?, required: no}
        """,
        "eau.yaml",
    )
    again = import_xlsform(to_xlsx(flow)).flow
    assert [(step.name, step.kind, step.may_be_left) for step in again.steps] == [
        (step.name, step.kind, step.may_be_left) for step in flow.steps
    ]
    assert [(step.minimum, step.maximum) for step in again.steps[:1]] == [(0, 300)]
    assert [step.constraint.source for step in again.steps if step.constraint] == [
        "(. >= 1) and (. != 13)",
        ". <= 2.5",
    ]


def test_labels_that_look_like_formulas_stay_text() -> None:
    sheet = load_workbook(BytesIO(to_xlsx(import_xlsform(FLAT).flow)))["survey"]
    assert {cell.data_type for row in sheet for cell in row if cell.value is not None} == {"s"}


def test_what_a_form_cannot_say_is_listed_step_by_step() -> None:
    flow = parse_flow(
        """
        flow: menu
        title: Menu
        languages: [fr]
        steps:
          - name: accueil
            kind: menu
            label: Bonjour
            choices:
              - {name: a, label: A}
          - {name: b, kind: text, label: B ?, next: accueil}
        """,
        "menu.yaml",
    )
    with pytest.raises(XlsformError) as refusal:
        to_xlsx(flow)
    assert [problem.column for problem in refusal.value.problems] == ["step accueil", "step b"]
