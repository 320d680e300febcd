"""The JSON Schema by which editors complete a flow file says what the loader reads."""

import json
from collections.abc import Mapping
from importlib import resources

import pytest

from flows.effects import OUTCOMES
from flows.limits import MAX_CHOICES, MAX_STEPS
from flows.loader.load import CHOICE_FIELDS, FLOW_FIELDS, GROUP_FIELDS, STEP_FIELDS
from flows.loader.readers import CHOICE_NAME, GROUP_NAME, LANGUAGE, STEP_NAME
from flows.steps import Kind

SCHEMA = json.loads(resources.files("flows").joinpath("schema.json").read_text("utf-8"))
STEP, GROUP, CHOICE = (SCHEMA["$defs"][name] for name in ("step", "group", "choice"))


@pytest.mark.parametrize(
    ("part", "fields"),
    [(SCHEMA, FLOW_FIELDS), (STEP, STEP_FIELDS), (GROUP, GROUP_FIELDS), (CHOICE, CHOICE_FIELDS)],
)
def test_the_fields_are_those_of_the_loader_in_its_order(part: dict, fields: Mapping[str, object]) -> None:
    assert list(part["properties"]) == list(fields)
    assert part["additionalProperties"] is False
    assert all("description" in field or "$ref" in field for field in part["properties"].values())


def test_the_values_are_those_of_the_model() -> None:
    assert STEP["properties"]["kind"]["enum"] == [kind.value for kind in Kind]
    assert STEP["properties"]["ends"]["enum"] == sorted(OUTCOMES)
    assert SCHEMA["$defs"]["name"]["pattern"] == f"^{STEP_NAME.pattern}$"
    assert GROUP["properties"]["group"]["pattern"] == f"^{GROUP_NAME.pattern}$"
    assert CHOICE["properties"]["name"]["pattern"] == f"^{CHOICE_NAME.pattern}$"
    assert SCHEMA["properties"]["languages"]["items"]["pattern"] == f"^{LANGUAGE.pattern}$"


def test_the_limits_are_those_of_the_loader() -> None:
    assert SCHEMA["properties"]["steps"]["maxItems"] == MAX_STEPS
    assert STEP["properties"]["choices"]["maxItems"] == MAX_CHOICES


def test_what_is_required() -> None:
    assert SCHEMA["required"] == ["flow", "title", "languages", "steps"]
    assert STEP["required"] == ["name", "kind"]
    assert GROUP["required"] == ["group", "steps"]
    assert CHOICE["required"] == ["name", "label"]
