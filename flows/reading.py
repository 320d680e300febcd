"""From what somebody typed to the answer that is stored, or to what was wrong with it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flows.expressions import Environment
from flows.limits import NUMBER_DIGITS, TEXT_MAX
from flows.offers import Offer, chosen
from flows.steps import Kind, Step
from flows.text.matching import digits


@dataclass(frozen=True, slots=True)
class Accepted:
    """value: as stored. offer: the choice it was, of a list with one answer."""

    value: str
    offer: Offer | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """notice: a key of texts.yaml that says what was wrong."""

    notice: str


Reading = Accepted | Refused
Offers = tuple[Offer, ...]

_SEPARATORS = re.compile(r"[\s,;+*]+|\bet\b|\band\b")
_GROUPS = re.compile(r"(?<=\d)[ \u00a0\u202f'](?=\d{3}(?!\d))")  # 12 000
_INTEGER = re.compile(rf"[+-]?\d{{1,{NUMBER_DIGITS}}}")
_DECIMAL = re.compile(rf"[+-]?(\d{{1,{NUMBER_DIGITS}}}([.,]\d{{0,{NUMBER_DIGITS}}})?|[.,]\d{{1,{NUMBER_DIGITS}}})")
_DATE = re.compile(r"(?P<day>\d{1,2})[\s/.-]+(?P<month>\d{1,2})[\s/.-]+(?P<year>\d{4})")
_DATE_DIGITS = re.compile(r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4})")
_DATE_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")


def read(step: Step, typed: str, offers: Offers, judged: Callable[[str], Environment]) -> Reading:
    """The answer of `step` in `typed`. `judged(value)` is what the constraint is told about a value."""
    typed = typed.strip()
    if step.may_be_left and typed in {"", step.leave_key}:
        return Accepted(step.default or "")
    if not typed and step.kind in _ANSWERED:
        return Refused("required")
    reading = _READERS[step.kind](step, typed, offers)
    if isinstance(reading, Accepted) and step.constraint and not step.constraint.allows(judged(reading.value)):
        return Refused("invalid.constraint")
    return reading


def _one(step: Step, typed: str, offers: Offers) -> Reading:
    offer = chosen(offers, typed)
    return Accepted(offer.name, offer) if offer else Refused("invalid.choice")


def _several(step: Step, typed: str, offers: Offers) -> Reading:
    """`1 3`, `1,3`, `1 et 3`. `13` is the thirteenth choice or nothing: guessing would store what nobody meant."""
    whole = chosen(offers, typed)
    wanted = [whole] if whole else [chosen(offers, part) for part in _SEPARATORS.split(typed) if part]
    if not wanted or None in wanted:
        return Refused("invalid.multi")
    return Accepted(" ".join(offer.name for offer in offers if offer in wanted))


def _text(step: Step, typed: str, offers: Offers) -> Reading:
    return Accepted(typed) if len(typed) <= TEXT_MAX else Refused("invalid.long")


def _integer(step: Step, typed: str, offers: Offers) -> Reading:
    plain = _GROUPS.sub("", digits(typed))
    if not _INTEGER.fullmatch(plain):
        return Refused(_range_notice(step, "invalid.integer"))
    return _in_range(step, Decimal(plain))


def _decimal(step: Step, typed: str, offers: Offers) -> Reading:
    plain = _GROUPS.sub("", digits(typed))
    if not _DECIMAL.fullmatch(plain):
        return Refused(_range_notice(step, "invalid.decimal"))
    return _in_range(step, Decimal(plain.replace(",", ".")))


def _in_range(step: Step, number: Decimal) -> Reading:
    too_small = step.minimum is not None and number < step.minimum
    too_big = step.maximum is not None and number > step.maximum
    if too_small or too_big:
        return Refused(_range_notice(step, "invalid.constraint"))
    return Accepted(plain_number(number))


def _range_notice(step: Step, otherwise: str) -> str:
    match step.minimum, step.maximum:
        case None, None:
            return otherwise
        case _, None:
            return "invalid.number.least"
        case None, _:
            return "invalid.number.most"
        case _:
            return "invalid.number"


def plain_number(number: Decimal) -> str:
    """Without exponent, needless zeros or minus zero: 2.50 is 2.5."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text.lstrip("+")


def _date(step: Step, typed: str, offers: Offers) -> Reading:
    plain = digits(typed)
    found = _DATE.fullmatch(plain) or _DATE_DIGITS.fullmatch(plain) or _DATE_ISO.fullmatch(plain)
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"])) if found else None
    except ValueError:
        day = None
    return Accepted(day.isoformat()) if day else Refused("invalid.date")


def _nothing(step: Step, typed: str, offers: Offers) -> Reading:
    return Accepted("")


_READERS: Mapping[Kind, Callable[[Step, str, Offers], Reading]] = {
    Kind.SELECT_ONE: _one,
    Kind.MENU: _one,
    Kind.SELECT_MULTIPLE: _several,
    Kind.TEXT: _text,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.DATE: _date,
    Kind.NOTE: _nothing,
    Kind.CALCULATE: _nothing,
}
_ANSWERED = frozenset(Kind) - {Kind.NOTE, Kind.CALCULATE}
