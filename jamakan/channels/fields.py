"""Taking fields out of a callback. What is missing is named; no reason repeats a value, which may be a number."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from jamakan.channels.bodies import clean
from jamakan.phones import PhoneError, e164

Fields = Mapping[str, str]


class CallbackError(ValueError):
    """A callback that lacks what it must have. The text names the field and never repeats a number."""


class NoPhone(CallbackError):
    """Somebody without a phone number wrote: an operator's own notice, a short code."""


def section(told: Mapping[str, Any], *path: str) -> Fields:
    """The texts and numbers of an object inside others, as clean text. Raises CallbackError."""
    inner: Any = told
    for name in path:
        inner = inner.get(name)
        if not isinstance(inner, dict):
            raise CallbackError(f"object {name!r} is missing")
    return {name: clean(str(value)) for name, value in inner.items() if isinstance(value, str | int | float)}


def needed(fields: Fields, name: str) -> str:
    """A field that must say something. Raises CallbackError."""
    value = fields.get(name, "").strip()
    if not value:
        raise CallbackError(f"field {name!r} is missing or empty")
    return value


def present(fields: Fields, name: str) -> str:
    """A field that must be there. Raises CallbackError."""
    if name not in fields:
        raise CallbackError(f"field {name!r} is missing (an empty one is fine)")
    return fields[name]


def phone(fields: Fields, name: str, country: str) -> str:
    """A field with a phone number, in E.164. Raises NoPhone, CallbackError."""
    try:
        return e164(present(fields, name).removeprefix("tel:"), country)
    except PhoneError as error:
        raise NoPhone(f"field {name!r}: {error}") from error


def whole(text: str) -> int | None:
    """A whole number that is not absurd."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else None


def moment(written: str) -> float | None:
    """A carrier's date as seconds since 1970: with or without milliseconds, `T` and `Z`; UTC when no zone is said."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
