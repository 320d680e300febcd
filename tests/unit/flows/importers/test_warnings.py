"""What does not forbid a form and its author should know."""

import pytest

from flows.importers.xlsform import import_xlsform
from tests.support.forms import survey


def warnings(*rows: str, choices: str = "", settings: str = "") -> list[str]:
    return [str(warning) for warning in import_xlsform(survey(*rows, choices=choices, settings=settings)).warnings]


PLAIN = "type | name | label | relevant | required | read_only | calculation | image"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            "text | b | **Votre** nom ? | | | | |",
            "**Votre** nom ? — Markdown and HTML are taken out",
        ),
        (
            "text | b | B ? | ${a} = ’x’ | | | |",
            "relevant: ${a} = ’x’ — curly quotes are read as straight",
        ),
        ("date | b | B ? | '2025-01-01' < ${a} | | | |", "is never true: write date('2025-01-01')"),
        ("text | b | B ? | | ${a} = 'x' | | |", "only yes and no are known here"),
        ("text | b | B ? | | | | 1 + 1 |", "neither shown nor asked"),
        ("text | b | B ? | | | | | carte.png", "survey, row 3, image: carte.png — pictures and sounds are not shown"),
        ("deviceid | b | | | | | |", "no form gets the number or the phone in clear"),
        ("begin_group | b | Section | | | | |", "titles of groups are not shown (row 3)"),
        (f"text | b | {'long ' * 40}? | | | | |", "survey, row 3, label: fr: 201 characters, so it is paged"),
        ("text | b | B ☃ ? | | | | |", "survey, row 3, label: fr: phones show ? for ☃"),
    ],
)
def test_warned(row: str, expected: str) -> None:
    rows = [PLAIN, "text | a | A ? | | | | |", row]
    if row.startswith("begin"):
        rows += ["text | c | C ? | | | | |", "end_group | | | | | | |"]
    (warning,) = warnings(*rows)
    assert expected in warning


def test_more_than_nine_choices() -> None:
    choices = "list_name | name | label\n" + "\n".join(f"l | c{n} | C {n}" for n in range(10))
    (warning,) = warnings("type | name | label", "select_one l | a | A ?", choices=choices)
    assert "10 choices: they take several pages" in warning


def test_missing_translations_are_counted_by_sheet_and_column() -> None:
    found = warnings(
        "type | name | label::Français (fr) | label::English (en)",
        "select_one l | a | A ? | A?",
        "text | b | B ? |",
        "text | c | C ? |",
        choices="list_name | name | label::Français (fr) | label::English (en)\nl | x | X |",
    )
    assert found == [
        "survey, row 3, label::English (en): no words in 'en' (rows 3, 4): other words are shown instead",
        "choices, row 2, label::English (en): no words in 'en' (row 2): other words are shown instead",
    ]


def test_a_language_nobody_knows() -> None:
    found = warnings("type | name | label::Français (fr) | label::Xyzzy", "text | a | A ? | A?")
    assert found == [
        "survey, row 1, label::Xyzzy: Xyzzy — read as the language xyz: write its code, as in Bambara (bm)"
    ]


def test_nothing_to_say_about_a_plain_form() -> None:
    assert warnings("type | name | label | required", "text | a | Votre avis ? | yes") == []
