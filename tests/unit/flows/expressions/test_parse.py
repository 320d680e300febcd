"""What is accepted, how it groups, and what is refused where."""

from datetime import UTC, datetime

import pytest

from flows.expressions import Environment, ExpressionError, parse, remarks

ENV = Environment({"a": "1", "b": "2", "c": ""}, datetime(2025, 11, 17, tzinfo=UTC))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 2 - 3", "5"),
        ("2 - -3", "5"),
        ("--5", "5"),
        ("--'x'", "NaN"),
        ("- ${a} + 3", "2"),
        ("8 div 2 div 2", "2"),
        ("true() or false() and false()", "true"),
        ("(true() or false()) and false()", "false"),
        ("1 < 2 = true()", "true"),
        ("1 = 1 and 2 = 2 and 3 = 4", "false"),
        ("${a}=1and ${b}=2", "true"),
        ("${ a } = 1", "true"),
        ("'it''s'='x' or 1", None),
        ('"it\'s"', "it's"),
        (".5 + 1.", "1.5"),
        ("and", ""),
        ("concat('a',\n\t'b')", "ab"),
    ],
)
def test_grouping(source: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(ExpressionError):
            parse(source)
    else:
        assert parse(source).text(ENV) == expected


def test_names_what_it_uses() -> None:
    expression = parse("if(${a-1} = 2, jr:choice-name(${b.c}, '${région}'), today()) = YES")
    assert expression.references == {"a-1", "b.c", "région"}
    assert expression.functions == {"if", "jr:choice-name", "today"}
    assert expression.bare_words == {"YES"}
    assert expression.source.startswith("if(")


REFUSED = [
    ("", 0, "empty"),
    ("  ", 0, "empty"),
    ("${a} >", 6, "expected a question"),
    ("${a} == 1", 6, "expected a question"),
    ("${a} 1", 5, "an operator is missing before 1"),
    ("${a} AND ${b}", 5, "write and"),
    ("${a}${b}", 4, "an operator is missing"),
    ("(1", 2, "expected )"),
    ("1)", 1, "expected an operator or the end, found )"),
    ("concat('a',)", 11, "expected a question"),
    ("/data/age > 3", 0, "paths are not supported"),
    ("../age", 0, "paths are not supported"),
    ("${a}/b", 4, "paths are not supported"),
    ("./b", 1, "paths are not supported"),
    ("item[1]", 4, "predicates are not supported"),
    ("*", 0, "expected a question"),
    ("'open", 0, "never closed"),
    ("${a", 0, "closed with }"),
    ("${1a}", 0, "starts with a letter"),
    ("${last-saved#a}", 0, "not kept"),
    ("$a", 0, "named as ${name}"),
    ("${a} = ‘x’", 7, "curly quotes"),
    ("${a} ≥ 1", 5, "write >="),
    ("a & b", 2, "concat()"),
    ("concat('a'; 'b')", 10, "comma"),
    ("#", 0, "unexpected character '#'"),
    ("1 + pulldata('a', 'b')", 4, "no attached data files"),
    ("instance('x')/root", 0, "secondary instances"),
    ("sum(${a})", 0, "add the questions with +"),
    ("frobnicate(1)", 0, "not a function"),
    ("selected(${a})", 0, "takes 2 arguments, not 1"),
    ("round(1, 2, 3)", 0, "takes 1 or 2 arguments, not 3"),
    ("concat()", 0, "at least 1"),
    ("jr:choice-name(${a}, ${a})", 21, "in quotes"),
    ("jr:choice-name(${a}, 'a')", 21, "in quotes"),
    ("1 and regex(., '(?=a)b')", 15, "regular expression"),
    ("regex(., '(')", 9, "regular expression"),
    ("regex(., 'a{1000}{1000}')", 9, "regular expression"),
    ("format-date(today(), '%Q')", 21, "does not know %Q"),
    ("format-date(today(), '%')", 21, "does not know %"),
]


@pytest.mark.parametrize(("source", "position", "reason"), REFUSED)
def test_refused_where_and_why(source: str, position: int, reason: str) -> None:
    with pytest.raises(ExpressionError) as refusal:
        parse(source)
    assert reason in refusal.value.reason
    assert refusal.value.position == position


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("1" * 10_001, "longer than 10000 characters"),
        ("(" * 60 + "1" + ")" * 60, "nested deeper than 50"),
        ("if(1, " * 60 + "1" + ", 2)" * 60, "nested deeper than 50"),
        ("1" + "+1" * 2_000, "more than 2000"),
        ("-" * 3_000 + "1", "more than 2000"),
    ],
)
def test_bounds(source: str, reason: str) -> None:
    with pytest.raises(ExpressionError, match=reason):
        parse(source)


def test_what_is_long_but_flat_is_accepted() -> None:
    regions = " or ".join(f"${{a}} = 'r{i}'" for i in range(300))
    assert not parse(regions).truth(ENV)
    nested = "if(${a} = 9, 1, " * 45 + "0" + ")" * 45
    assert parse(nested).text(ENV) == "0"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("${a} = 1", ()),
        ("FALSE", ("FALSE is always empty: write false()",)),
        ("${a} = yes", ("yes is always empty: write 'yes' for a text, ${yes} for a question",)),
        ("${a} = '2025-01-01'", ()),
        ("today() > '2020-01-01'", ("a comparison with '2020-01-01' is never true: write date('2020-01-01')",)),
        ("not('2020-01-01' <= ${a})", ("a comparison with '2020-01-01' is never true: write date('2020-01-01')",)),
    ],
)
def test_remarks_on_what_is_allowed_but_surely_not_meant(source: str, expected: tuple[str, ...]) -> None:
    assert remarks(source) == expected


def test_a_choice_filter_may_use_words() -> None:
    assert remarks("region = ${region}", words_are_columns=True) == ()
