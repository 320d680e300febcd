"""What JavaRosa answers, measured row by row, and what a form author of ODK therefore expects of us."""

from datetime import UTC, datetime

import pytest

from flows.expressions import Environment, parse

NOW = datetime(2025, 11, 17, 9, 30, tzinfo=UTC)
NOTHING_ANSWERED = Environment(answers={}, now=NOW)

GOLDEN = [
    ("${empty} >= 0", "false"),
    ("${empty} != 'x'", "true"),
    ("${empty} = ''", "true"),
    ("${empty} + 1", "NaN"),
    ("coalesce(${empty}, 0)", "0"),
    ("count-selected('idp pwd')", "2"),
    ("selected('', '')", "true"),
    ("selected('a b', '')", "false"),
    ("selected-at('a b c', 1)", "b"),
    ("regex('x76123456x','[5-9][0-9]{7}')", "false"),
    ("regex('76123456','[5-9][0-9]{7}')", "true"),
    ("concat('a', 1.0)", "a1"),
    ("substr('abcdef',1,3)", "bc"),
    ("contains('abc','')", "true"),
    ("number('')", "NaN"),
    ("7 div 2", "3.5"),
    ("-7 mod 2", "-1"),
    ("round(2.5)", "3"),
    ("round(-2.5)", "-2"),
    ("'' = 0", "false"),
    ("int('12.9')", "12"),
    ("not('')", "true"),
    ("boolean('false')", "true"),
    ("'10' > '9'", "true"),
    ("'abc' < 'abd'", "false"),
    ("'2025-11-17' < '2025-11-20'", "false"),
    ("today() > '2020-01-01'", "false"),
    ("today() > date('2020-01-01')", "true"),
    ("1 = true()", "true"),
    ("FALSE", ""),
]


@pytest.mark.parametrize(("source", "expected"), GOLDEN)
def test_row(source: str, expected: str) -> None:
    assert parse(source).text(NOTHING_ANSWERED) == expected


def test_bare_false_is_false() -> None:
    expression = parse("FALSE")
    assert not expression.truth(NOTHING_ANSWERED)
    assert expression.bare_words == {"FALSE"}


def test_constraint_is_not_asked_of_a_blank_answer() -> None:
    constraint = parse(". >= 18")
    assert constraint.allows(Environment({}, NOW, current=""))
    assert not constraint.allows(Environment({}, NOW, current="17"))
    assert constraint.allows(Environment({}, NOW, current="18"))


@pytest.mark.parametrize(("age", "expected"), [("19", True), ("17", False), ("", False)])
def test_relevant_of_an_adult_who_is_displaced(age: str, expected: bool) -> None:
    relevant = parse("${age} >= 18 and selected(${group}, 'idp')")
    assert relevant.truth(Environment({"age": age, "group": "idp"}, NOW)) is expected
