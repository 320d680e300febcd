"""Values of expressions and how one type becomes another, as JavaRosa does it.

Inside an expression a value is a text, a number, a truth value or a date. Two things differ from JavaRosa, on
purpose: whole numbers of any size are written in full (2147483648, never 2.147483648E9), and what JavaRosa stops on
(a text that is no date, a number beyond every calendar) is an empty text here, because a dialogue never stops.
"""

import math
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeAlias

Value: TypeAlias = str | float | bool
Atom: TypeAlias = str | float | bool | date

NAN = math.nan
_EPOCH = date(1970, 1, 1)
_NEAR = 1e-12  # JavaRosa calls two numbers equal this close
_NUMERIC = re.compile(r"[0-9.-]+")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2}))?")


def number(value: Atom) -> float:
    """NaN for a text that is no number: no exponents, no infinity; a decimal comma is a point. Dates are in days."""
    if isinstance(value, str):
        return _number_of_text(value)
    if isinstance(value, date):
        return float(days(value))
    return float(value)


def _number_of_text(text: str) -> float:
    text = text.replace(",", ".").strip()
    if not _NUMERIC.fullmatch(text):
        return NAN
    try:
        return float(text)
    except ValueError:
        return NAN


def text(value: Atom) -> str:
    """Numbers without exponent and without a useless `.0`; dates as ISO, without their time, as in JavaRosa."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return calendar_day(value).isoformat()
    return _text_of_number(value)


def _text_of_number(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "-Infinity" if value < 0 else "Infinity"
    nearest = round(value)
    if abs(value - nearest) < _NEAR:
        return str(nearest)
    return format(Decimal(repr(value)), "f")


def truth(value: Atom) -> bool:
    """Any text but the empty one is true, `false` included; zero and NaN are false; a date is true."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value != ""
    if isinstance(value, date):
        return True
    return abs(value) > _NEAR  # false for NaN


def blank(value: Atom) -> bool:
    return value == "" or (isinstance(value, float) and math.isnan(value))


def equal(left: Atom, right: Atom) -> bool:
    """Truth values decide first, then numbers, then the text. NaN equals nothing, so `!=` with it is true."""
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    if isinstance(left, bool) or isinstance(right, bool):
        return truth(left) == truth(right)
    if isinstance(left, float) or isinstance(right, float):
        return abs(number(left) - number(right)) < _NEAR
    return text(left) == text(right)


def whole(value: Atom) -> int:
    """An index or a count, truncated towards zero; 0 when it is no number, as Java does."""
    amount = number(value)
    if math.isnan(amount):
        return 0
    return int(max(-1e9, min(1e9, amount)))


def days(value: date) -> int:
    """Whole days since 1970-01-01, by the calendar of the date's own time zone."""
    return (calendar_day(value) - _EPOCH).days


def calendar_day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def fractional_days(value: date, now: datetime) -> float:
    """Days since the epoch (UTC) with their fraction. `now` lends its time zone to dates that have none."""
    return moment(value, now).timestamp() / 86_400


def moment(value: date, now: datetime) -> datetime:
    if isinstance(value, datetime):
        return value
    return datetime(value.year, value.month, value.day, tzinfo=now.tzinfo)


def to_date(value: Atom, now: datetime) -> date | None:
    """A date from ISO text (with or without time) or from days since the epoch; None when there is none."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and value:
        return _parse(value, now)
    count = number(value)
    if math.isnan(count):
        return None
    try:
        return _EPOCH + timedelta(days=int(count))
    except OverflowError:
        return None


def _parse(source: str, now: datetime) -> date | None:
    try:
        if "T" not in source:
            return date(*(int(part) for part in source.split("-")))
        parsed = datetime.fromisoformat(source)
        return parsed.astimezone(now.tzinfo) if parsed.tzinfo else parsed.replace(tzinfo=now.tzinfo)
    except (ValueError, TypeError, OverflowError):
        return None


def answer(value: Value) -> Atom:
    """What a reference yields: an answer written as an ISO date is a date, as it is for a `date` question in ODK."""
    if not isinstance(value, str):
        return value if isinstance(value, bool) else float(value)
    if len(value) >= 10 and value[4] == "-" and _ISO_DATE.fullmatch(value):
        try:
            return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
        except ValueError:
            return value
    return value
