"""What each row of a form becomes."""

from decimal import Decimal

import pytest

from flows.importers.xlsform import import_xlsform
from flows.steps import Kind, Step
from tests.support.forms import form, survey

HEADER = "type | name | label | required | read_only | calculation | default | parameters | appearance | constraint"
CHOICES = "list_name | name | label\nfruits | mangue | Mangue\nfruits | banane | Banane"


def steps(*rows: str, header: str = HEADER, choices: str = CHOICES) -> list[Step]:
    return list(import_xlsform(survey(header, *rows, choices=choices)).flow.steps)


def one(row: str) -> Step:
    (step,) = steps(row)
    return step


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("text", Kind.TEXT),
        ("string", Kind.TEXT),
        ("phone number", Kind.TEXT),
        ("integer", Kind.INTEGER),
        ("int", Kind.INTEGER),
        ("decimal", Kind.DECIMAL),
        ("date", Kind.DATE),
        ("note", Kind.NOTE),
        ("range", Kind.INTEGER),
        ("select_one fruits", Kind.SELECT_ONE),
        ("select one fruits", Kind.SELECT_ONE),
        ("select_multiple fruits", Kind.SELECT_MULTIPLE),
        ("select all that apply from fruits", Kind.SELECT_MULTIPLE),
        ("acknowledge", Kind.SELECT_ONE),
        ("hidden", Kind.CALCULATE),
        ("deviceid", Kind.CALCULATE),
    ],
)
def test_types(written: str, kind: Kind) -> None:
    assert one(f"{written} | q | Q ? | | | | | | |").kind is kind


@pytest.mark.parametrize(
    ("row", "source"),
    [
        ("start | s | | | | | | | |", "once(now())"),
        ("end | s | | | | | | | |", "now()"),
        ("today | s | | | | | | | |", "once(today())"),
        ("username | s | | | | | | | |", "''"),
        ("hidden | s | | | | | 17 | | |", "'17'"),
        ("hidden | s | | | | | d'ici | | |", '"d\'ici"'),
        ("calculate | s | | | | 1 + 1 | | | |", "1 + 1"),
        ("calculate | s | | | | | today() | | |", "once(today())"),
        ("text | s | Total | | yes | 1 + 1 | | | |", "1 + 1"),
        ("integer | s | Total | | | 1 + 1 | | | |", "1 + 1"),
    ],
)
def test_what_is_computed(row: str, source: str) -> None:
    step = one(row)
    assert step.kind is Kind.CALCULATE
    assert step.calculation is not None
    assert step.calculation.source == source


@pytest.mark.parametrize(
    ("written", "required"),
    [("yes", True), ("TRUE", True), ("true()", True), ("no", False), ("FALSE", False), ("", False)],
)
def test_required(written: str, required: bool) -> None:
    step = one(f"text | q | Q ? | {written} | | | | | |")
    assert step.required is required
    assert step.skip == (None if required else "9")


def test_a_number_is_skipped_with_a_key_that_is_no_number() -> None:
    assert one("integer | q | Q ? | | | | | | |").skip == "*"


def test_a_default_is_the_answer_of_who_skips() -> None:
    step = one("select_one fruits | q | Q ? | yes | | | mangue | | |")
    assert (step.default, step.skip) == ("mangue", "9")


def test_a_date_cell_of_excel_is_a_date() -> None:
    assert one("date | q | Q ? | | | | 2025-12-17 00:00:00 | | |").default == "2025-12-17"


def test_read_only_is_shown_and_not_asked() -> None:
    assert one("text | q | Lisez ceci | | yes | | | | |").kind is Kind.NOTE


def test_a_note_that_is_only_a_picture_is_not_shown() -> None:
    (step,) = steps("note | carte | | carte.png", header="type | name | label | image")
    assert step.kind is Kind.CALCULATE


def test_the_heading_of_a_table_is_no_question() -> None:
    assert one("select_one fruits | q | Vos avis | | | | | | label |").kind is Kind.NOTE


@pytest.mark.parametrize(
    ("parameters", "minimum", "maximum", "constraint"),
    [
        ("", 1, 10, None),
        ("start=0 end=5", 0, 5, None),
        ("start=0; end=100; step=10", 0, 100, "(. - 0) mod 10 = 0"),
        ("start=-3,end=3,step=1", -3, 3, None),
    ],
)
def test_ranges(parameters: str, minimum: int, maximum: int, constraint: str | None) -> None:
    step = one(f"range | q | Q ? | | | | | {parameters} | |")
    assert (step.minimum, step.maximum) == (Decimal(minimum), Decimal(maximum))
    assert (step.constraint.source if step.constraint else None) == constraint


@pytest.mark.parametrize(
    ("constraint", "minimum", "maximum"),
    [
        (". >= 18 and . <= 99", "18", "99"),
        (".>=0", "0", None),
        ("(. <= 5)", None, "5"),
        (". > 18", None, None),
        (". >= 18 or . <= 3", None, None),
        (". >= 18 and . <= ${age}", None, None),
    ],
)
def test_limits_are_read_from_the_constraint(constraint: str, minimum: str | None, maximum: str | None) -> None:
    _, step = steps("integer | age | Âge ? | | | | | | |", f"integer | q | Q ? | | | | | | | {constraint}")
    found = tuple(None if bound is None else str(bound) for bound in (step.minimum, step.maximum))
    assert found == (minimum, maximum)
    assert step.constraint is not None


def test_a_constraint_may_name_its_own_question() -> None:
    step = one("integer | q | Q ? | | | | | | | ${q} > 3 or ${q} = 1")
    assert step.constraint is not None
    assert step.constraint.source == ". > 3 or . = 1"


def test_or_other_adds_a_choice_everywhere_and_a_question() -> None:
    first, second, other = steps(
        "select_one fruits | a | A ? | | | | | | |", "select_one fruits or_other | b | B ? | | | | | | |"
    )
    assert [choice.name for choice in first.choices] == ["mangue", "banane", "other"]
    assert second.choices == first.choices
    assert (other.name, other.kind) == ("b_other", Kind.TEXT)
    assert other.relevant is not None
    assert other.relevant.source == "selected(${b}, 'other')"


def test_a_filter_names_columns_of_the_choices() -> None:
    choices = "list_name | name | label | region\nville | niono | Niono | segou\nville | gao | Gao | gao"
    header = "type | name | label | choice_filter"
    (_, step) = steps(
        "text | region | Région ? |",
        "select_one ville | v | V ? | region = ${region}",
        header=header,
        choices=choices,
    )
    assert step.choice_filter is not None
    assert [dict(choice.columns) for choice in step.choices] == [{"region": "segou"}, {"region": "gao"}]


def test_a_list_with_doubles_is_filtered_choice_by_choice() -> None:
    choices = "list_name | name | label | region\nville | centre | Centre | segou\nville | centre | Centre | gao"
    data = survey(
        "type | name | label | choice_filter",
        "text | region | Région ? |",
        "select_one ville | v | V ? | region = ${region}",
        choices=choices,
        settings="allow_choice_duplicates\nyes",
    )
    _, step = import_xlsform(data).flow.steps
    assert step.choice_filter is None
    assert [choice.relevant.source for choice in step.choices if choice.relevant] == ["region = ${region}"] * 2


def test_rows_that_say_nothing() -> None:
    rows = ("| | | | | une remarque | | | |", "audit | audit | | | | | | | |", "text | q | Q ? | | | | | | |")
    assert [step.name for step in steps(*rows)] == ["q"]


def test_groups_hand_down_their_conditions() -> None:
    flow = import_xlsform(form("civic.md").encode()).flow
    conditions = {step.name: [condition.source for condition in step.conditions] for step in flow.steps}
    assert conditions["consent"] == []
    assert conditions["nom"] == conditions["region"] == ["${consent} = 'oui'"]
    assert conditions["naissance"] == ["${consent} = 'oui'", "${age} < 30"]
    assert conditions["refus"] == ["${consent} = 'non'"]
    assert [group.name for group in flow.step("region").groups] == ["person", "lieu"]


def test_labels_keep_their_placeholders_and_lines_their_row() -> None:
    flow = import_xlsform(form("civic.md").encode()).flow
    assert flow.step("cercle").label["en"] == "Your cercle, region of {region}?"
    assert flow.step("consent").line == 6
    assert flow.step("nom").personal
    assert flow.title["fr"] == "Enquête citoyenne"
    assert flow.name == "enquete_citoyenne"
