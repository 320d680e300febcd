"""format-date(): ODK's own escapes, month and day names in the language of the dialogue."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime

from flows.expressions.values import moment

_FALLBACK = "fr"

_ESCAPES: Mapping[str, Callable[[datetime, Locale], str]] = {
    "%": lambda _when, _locale: "%",
    "Y": lambda when, _locale: f"{when.year:04d}",
    "y": lambda when, _locale: f"{when.year % 100:02d}",
    "m": lambda when, _locale: f"{when.month:02d}",
    "n": lambda when, _locale: str(when.month),
    "b": lambda when, locale: format_datetime(when, "MMM", locale=locale),
    "d": lambda when, _locale: f"{when.day:02d}",
    "e": lambda when, _locale: str(when.day),
    "H": lambda when, _locale: f"{when.hour:02d}",
    "h": lambda when, _locale: str(when.hour),
    "M": lambda when, _locale: f"{when.minute:02d}",
    "S": lambda when, _locale: f"{when.second:02d}",
    "3": lambda when, _locale: f"{when.microsecond // 1000:03d}",
    "a": lambda when, locale: format_datetime(when, "EEE", locale=locale),
    "W": lambda when, _locale: str(when.isocalendar().week),
}


def unknown_escape(pattern: str) -> str:
    """The first escape of `pattern` that format-date() does not know, or ""."""
    characters = iter(pattern)
    for character in characters:
        if character == "%" and (letter := next(characters, "")) not in _ESCAPES:
            return f"%{letter}"
    return ""


def format_date(value: date, pattern: str, *, now: datetime, language: str) -> str:
    """`value` as `pattern` says; an escape nobody knows stays as it is written."""
    when, locale = moment(value, now), _locale(language)
    characters = iter(pattern)
    return "".join(
        _escape(next(characters, ""), when, locale) if character == "%" else character for character in characters
    )


def _escape(letter: str, when: datetime, locale: Locale) -> str:
    write = _ESCAPES.get(letter)
    return write(when, locale) if write else f"%{letter}"


@lru_cache(maxsize=32)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale.parse(_FALLBACK)
