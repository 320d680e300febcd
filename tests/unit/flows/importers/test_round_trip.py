"""A flow written back as XLSForm is the same flow, and pyxform makes the same binds and choices of it."""

import re
from collections.abc import Callable
from io import BytesIO
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from flows.importers.xlsform import XlsformError, import_xlsform, to_markdown, to_xlsx
from flows.loader import parse_flow
from flows.model import Flow
from tests.support.forms import big, form, survey

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


_NAMES = {"h": "http://www.w3.org/1999/xhtml", "x": "http://www.w3.org/2002/xforms"}
_PATH = re.compile(r"\s*(/data/[\w/]+|\.\./[\w/]+)\s*")


def binds(data: bytes) -> dict[str, dict[str, str]]:
    """Question → attributes of its bind, without what is the default and with names for paths."""
    model = ElementTree.fromstring(convert(data, form_name="data").xform)  # noqa: S314  pyxform wrote it
    found = {}
    for bind in model.iterfind(".//x:bind", _NAMES):
        attributes = {key: _PATH.sub(lambda m: m[1].split("/")[-1], value) for key, value in bind.attrib.items()}
        name = attributes.pop("nodeset").split("/")[-1]
        found[name] = {key: value for key, value in attributes.items() if not key.endswith("Msg")}
    return found


def choices(data: bytes) -> dict[tuple[str, ...], list[tuple[str, ...]]]:
    """Names of each list → all its cells but the generated ids. Lists are named after their choices."""
    model = ElementTree.fromstring(convert(data).xform)  # noqa: S314  pyxform wrote it
    found = {}
    for instance in model.iterfind(".//x:instance[@id]", _NAMES):
        rows = [
            {cell.tag.split("}")[1]: cell.text or "" for cell in item}
            for item in instance.iterfind(".//x:item", _NAMES)
        ]
        found[tuple(row["name"] for row in rows)] = [
            tuple(v for k, v in row.items() if k != "itextId") for row in rows
        ]
    return found


def _cells(item: ElementTree.Element) -> dict[str, str]:
    cells = {cell.tag.split("}")[1]: cell.text or "" for cell in item}
    cells.pop("itextId", None)
    return cells


@pytest.mark.parametrize("write", WAYS, ids=["xlsx", "markdown"])
def test_pyxform_makes_the_same_binds_and_choices(write: Callable[[Flow], bytes]) -> None:
    written = write(import_xlsform(FLAT).flow)
    assert binds(written) == binds(FLAT)
    assert choices(written) == choices(FLAT)


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
