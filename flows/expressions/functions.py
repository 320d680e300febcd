"""The functions of the subset, as a table. Names, arguments and oddities are those of JavaRosa.

`if` and `coalesce` (which leave arguments unevaluated) and `jr:choice-name` (which names a question) belong to the
compiler.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation

from flows.expressions.dates import format_date
from flows.expressions.environment import Environment
from flows.expressions.limits import EXPRESSION_TEXT
from flows.expressions.patterns import whole_match
from flows.expressions.values import (
    NAN,
    Atom,
    answer,
    calendar_day,
    fractional_days,
    number,
    text,
    to_date,
    truth,
    whole,
)

MANY = 1_000  # as many arguments as one likes; EXPRESSION_NODES bounds them anyway
_ROUNDING_PLACES = 30  # JavaRosa answers NaN beyond


@dataclass(frozen=True, slots=True)
class Function:
    """`call(env, *arguments)`; between `least` and `most` arguments."""

    call: Callable[..., Atom]
    least: int
    most: int


def _selected(_env: Environment, chosen: Atom, choice: Atom) -> Atom:
    return f" {text(choice).strip()} " in f" {text(chosen)} "


def _selected_at(_env: Environment, chosen: Atom, index: Atom) -> Atom:
    names, place = text(chosen).split(), whole(index)
    return names[place] if 0 <= place < len(names) else ""


def _round(_env: Environment, value: Atom, places: Atom = 0.0) -> Atom:
    """Halves go up: 2.5 → 3, -2.5 → -2."""
    amount, digits = number(value), whole(places)
    if not math.isfinite(amount):
        return amount
    if abs(digits) > _ROUNDING_PLACES:
        return NAN
    towards = ROUND_HALF_DOWN if amount < 0 else ROUND_HALF_UP
    try:
        return float(Decimal(repr(amount)).quantize(Decimal(1).scaleb(-digits), rounding=towards))
    except InvalidOperation:  # more digits than a Decimal holds: nothing to round off
        return amount


def _int(_env: Environment, value: Atom) -> Atom:
    amount = number(value)
    return float(math.trunc(amount)) if math.isfinite(amount) else amount


def _abs(env: Environment, value: Atom) -> Atom:
    return abs(_fraction(env, value))


def _pow(env: Environment, base: Atom, exponent: Atom) -> Atom:
    try:
        return math.pow(_fraction(env, base), _fraction(env, exponent))
    except OverflowError:
        return math.inf
    except ValueError:
        return NAN


def _fraction(env: Environment, value: Atom) -> float:
    """As number(), but a date keeps its hours."""
    return number(value) if isinstance(value, str | float | bool) else fractional_days(value, env.now)


def _extreme(choose: Callable[[list[float]], float]) -> Callable[..., Atom]:
    """min() and max() pass over what is no number."""

    def call(_env: Environment, *values: Atom) -> Atom:
        numbers = [amount for amount in map(number, values) if not math.isnan(amount)]
        return choose(numbers) if numbers else NAN

    return call


def _join(_env: Environment, separator: Atom, *parts: Atom) -> Atom:
    return text(separator).join(map(text, parts))[:EXPRESSION_TEXT]


def _substr(_env: Environment, value: Atom, start: Atom, end: Atom | None = None) -> Atom:
    """From `start`, counted from 0, up to `end`, left out. Negative places count from the end."""
    source = text(value)
    return source[whole(start) : len(source) if end is None else whole(end)]


def _translate(_env: Environment, value: Atom, source: Atom, target: Atom) -> Atom:
    letters, replacements = text(source), text(target)
    table: dict[int, str | None] = {}
    for place, letter in enumerate(letters):
        table.setdefault(ord(letter), replacements[place] if place < len(replacements) else None)
    return text(value).translate(table)


def _string_length(env: Environment, *value: Atom) -> Atom:
    return float(len(text(value[0] if value else env.current)))


def _normalize_space(env: Environment, *value: Atom) -> Atom:
    return " ".join(text(value[0] if value else env.current).split())


def _date(env: Environment, value: Atom) -> Atom:
    found = to_date(value, env.now)
    return "" if found is None else found if isinstance(value, str) else calendar_day(found)


def _format_date(env: Environment, value: Atom, pattern: Atom) -> Atom:
    found = to_date(value, env.now)
    if found is None:
        return ""
    return format_date(found, text(pattern), now=env.now, language=env.language)[:EXPRESSION_TEXT]


def _decimal_date_time(env: Environment, value: Atom) -> Atom:
    if isinstance(value, float | bool):
        return number(value)
    found = to_date(value, env.now)
    return "" if found is None else fractional_days(found, env.now)


def _plain(call: Callable[..., Atom], least: int, most: int | None = None) -> Function:
    """A function of its arguments alone."""
    return Function(lambda _env, *arguments: call(*arguments), least, least if most is None else most)


def _texts(call: Callable[..., Atom], arguments: int) -> Function:
    """A function of texts alone."""
    return Function(lambda _env, *values: call(*map(text, values)), arguments, arguments)


def _before(source: str, mark: str) -> str:
    return source.partition(mark)[0] if mark and mark in source else ""


def _after(source: str, mark: str) -> str:
    return source.partition(mark)[2] if mark else source


FUNCTIONS: Mapping[str, Function] = {
    "selected": Function(_selected, 2, 2),
    "selected-at": Function(_selected_at, 2, 2),
    "count-selected": _plain(lambda chosen: float(len(text(chosen).split())), 1),
    "not": _plain(lambda value: not truth(value), 1),
    "true": _plain(lambda: True, 0),
    "false": _plain(lambda: False, 0),
    "boolean": _plain(truth, 1),
    "boolean-from-string": _texts(lambda value: value.lower() == "true" or value == "1", 1),
    "string": _plain(text, 1),
    "number": _plain(number, 1),
    "int": Function(_int, 1, 1),
    "round": Function(_round, 1, 2),
    "abs": Function(_abs, 1, 1),
    "pow": Function(_pow, 2, 2),
    "min": Function(_extreme(min), 1, MANY),
    "max": Function(_extreme(max), 1, MANY),
    "string-length": Function(_string_length, 0, 1),
    "substr": Function(_substr, 2, 3),
    "concat": Function(lambda env, *parts: _join(env, "", *parts), 1, MANY),
    "join": Function(_join, 1, MANY),
    "contains": _texts(lambda source, part: part in source, 2),
    "starts-with": _texts(str.startswith, 2),
    "ends-with": _texts(str.endswith, 2),
    "substring-before": _texts(_before, 2),
    "substring-after": _texts(_after, 2),
    "translate": Function(_translate, 3, 3),
    "normalize-space": Function(_normalize_space, 0, 1),
    "regex": _texts(lambda source, pattern: whole_match(pattern, source), 2),
    "today": Function(lambda env: calendar_day(env.now), 0, 0),
    "now": Function(lambda env: env.now, 0, 0),
    "date": Function(_date, 1, 1),
    "format-date": Function(_format_date, 2, 2),
    "format-date-time": Function(_format_date, 2, 2),
    "decimal-date-time": Function(_decimal_date_time, 1, 1),
    "once": Function(lambda env, value: answer(env.current) if env.current else value, 1, 1),
}

# Known to ODK, of no use in a dialogue by phone: refused with the reason.
REFUSED: Mapping[str, str] = {
    "instance": "there are no secondary instances: put the choices in the choices sheet",
    "pulldata": "there are no attached data files",
    "indexed-repeat": "there are no repeats",
    "position": "there are no repeats",
    "sum": "there are no repeats: add the questions with +",
    "count": "there are no repeats: count-selected() counts choices",
    "count-non-empty": "there are no repeats",
    "uuid": "a dialogue draws nothing at random, so that it can be replayed",
    "random": "a dialogue draws nothing at random, so that it can be replayed",
    "randomize": "a dialogue draws nothing at random, so that it can be replayed",
    "area": "there is no geography by phone",
    "distance": "there is no geography by phone",
    "enclosed-area": "there is no geography by phone",
    "geofence": "there is no geography by phone",
    "current": "paths are not supported: name a question as ${name}",
    "substring": "ODK has no substring(): use substr(text, start, end), counted from 0",
}
