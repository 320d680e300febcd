"""Any text is an expression or an ExpressionError, and any expression has a value."""

import math
from datetime import UTC, datetime

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from flows.expressions import Environment, Expression, ExpressionError, parse
from flows.expressions.functions import FUNCTIONS

NOW = datetime(2025, 11, 17, 9, 30, tzinfo=UTC)

_words = [*FUNCTIONS, "if", "coalesce", "jr:choice-name", "and", "or", "div", "mod", "FALSE", "é"]
_marks = ["(", ")", ",", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", ".", "${a}", "${b}", "'${a}'", "''", " "]
_scraps = st.lists(
    st.sampled_from(_words + _marks) | st.text(max_size=5) | st.floats(0, 1e18).map(lambda n: f"{n:f}"), max_size=40
)

_numbers = st.sampled_from(["0", "1", "2.5", "9" * 400, "0.000001", "12"]) | st.integers(0, 10**20).map(str)
_texts = st.sampled_from(["''", "'a'", "'2025-11-17'", "'9999-12-31T23:59:59Z'", "'%d %b'", "'a b'", "'(a+)+'"])
_leaves = st.one_of(_numbers, _texts, st.sampled_from(["${a}", "${b}", ".", "today()", "now()", "true()"]))


def _calls(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Every function with a number of arguments it takes."""

    def call(name: str) -> st.SearchStrategy[str]:
        function = FUNCTIONS[name]
        counts = st.integers(function.least, min(function.most, function.least + 2))
        arguments = counts.flatmap(lambda count: st.lists(inner, min_size=count, max_size=count))
        return arguments.map(lambda parts: f"{name}({', '.join(parts)})")

    return st.sampled_from(sorted(FUNCTIONS)).flatmap(call)


_operators = st.sampled_from(["+", "-", "*", " div ", " mod ", "=", "!=", "<", "<=", ">", ">=", " and ", " or "])
_expressions = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        _calls(inner),
        st.tuples(inner, _operators, inner).map(lambda parts: f"({''.join(parts)})"),
        inner.map(lambda operand: f"-{operand}"),
        st.tuples(inner, inner, inner).map(lambda parts: f"if({', '.join(parts)})"),
    ),
    max_leaves=12,
)
_answers = st.text(max_size=30) | st.sampled_from(
    ["0", "1-1", "-", "2025-02-30", "0001-01-01", "a b", "\ud800", "1,5"]
)


def _check(expression: Expression, answer: str) -> None:
    env = Environment({"a": answer, "b": "2025-11-17"}, NOW, current=answer)
    value, text = expression.evaluate(env), expression.text(env)
    assert isinstance(value, str | float | bool)
    assert expression.truth(env) in (True, False)
    assert expression.allows(env) in (True, False)
    if isinstance(value, str):
        assert text == value
    elif not isinstance(value, bool) and math.isnan(value):
        assert text == "NaN"


def _parse(source: str) -> Expression | ExpressionError:
    try:
        return parse(source)
    except ExpressionError as error:
        return error


@settings(max_examples=400, deadline=None)
@given(_scraps.map("".join), _answers)
def test_any_text_is_an_expression_or_refused(source: str, answer: str) -> None:
    outcome = _parse(source)
    if isinstance(outcome, Expression):
        _check(outcome, answer)
    else:
        assert outcome.reason
        assert 0 <= outcome.position <= len(source)


@settings(max_examples=400, deadline=None)
@given(_expressions, _answers)
def test_what_is_well_formed_always_has_a_value(source: str, answer: str) -> None:
    outcome = _parse(source)
    if isinstance(outcome, Expression):
        _check(outcome, answer)
    else:  # only a literal second argument that is no pattern or no date format
        assert "regular expression" in outcome.reason or "format-date" in outcome.reason


@settings(deadline=None)
@given(_expressions, _expressions, _answers)
def test_and_or_not_agree_with_logic(left: str, right: str, answer: str) -> None:
    env = Environment({"a": answer, "b": ""}, NOW, current=answer)
    sides = _parse(left), _parse(right)
    assume(all(isinstance(side, Expression) for side in sides))
    first, second = parse(left).truth(env), parse(right).truth(env)
    assert parse(f"{left} and {right}").truth(env) is (first and second)
    assert parse(f"{left} or {right}").truth(env) is (first or second)
    assert parse(f"not({left})").truth(env) is not first
    assert parse(f"{left} = {right}").truth(env) is not parse(f"{left} != {right}").truth(env)
