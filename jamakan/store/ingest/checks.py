"""Whether an entry can be stored, decided before SQL sees it: the same answer on every database."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from jamakan.events import EVENTS, Entry, EntryError, Other, TurnEntry, TurnHead
from jamakan.store.ingest.moment import MAX_EVENTS, MAX_VERSION, when
from jamakan.store.registrations import FACTS

NAME_CHARACTERS = 200  # columns `Name` of the models, and every field not named here
LONG = 1_000_000
LIMITS = (
    dict.fromkeys(("key", "contact"), 32)
    | dict.fromkeys(("kind", "channel", "language", "network", "outcome", "state", "code"), 40)
    | dict.fromkeys(("text", "value", "raw", "reason", "error"), LONG)
)
ENCRYPTED = frozenset({"text", "raw"})  # stored as bytes, which may hold anything
ANSWER_LIMITS = dict.fromkeys(FACTS, 40)  # answers with a column of their own
INTEGERS = {"v": MAX_VERSION}
LARGEST_INTEGER = 2**31 - 1  # PostgreSQL's INTEGER

_PARTS = (TurnHead, *Other.__args__, *EVENTS.values())
_FIELDS = {part: tuple((field.name, field.type) for field in fields(part)) for part in _PARTS}
_TYPES: dict[Any, Any] = {float: (int, float), Mapping[str, str]: Mapping}


def check(entry: Entry) -> None:
    """Raises EntryError with the field and what is wrong with it; the reason never repeats a value."""
    parts: tuple[Any, ...] = (entry.turn, *entry.events) if isinstance(entry, TurnEntry) else (entry,)
    if len(parts) > MAX_EVENTS:
        raise EntryError(f"a turn of {len(parts) - 1} events: {MAX_EVENTS - 1} at most")
    for part in parts:
        for name, kind in _FIELDS[type(part)]:
            problem = _problem(name, getattr(part, name), kind)
            if problem:
                raise EntryError(f"{type(part).__name__}.{name} {problem}")
    when(parts[0].at)


def _problem(name: str, value: object, kind: Any) -> str:
    if not isinstance(value, _TYPES.get(kind, kind)):
        return "has the wrong type"
    match value:
        case str():
            return _text_problem(value, LIMITS.get(name, NAME_CHARACTERS), nul=name in ENCRYPTED)
        case Mapping():
            problems = (_answer_problem(*answer) for answer in value.items())
            return next(filter(None, problems), "")
        case int() if not 0 <= value <= INTEGERS.get(name, LARGEST_INTEGER):
            return "is out of range"
    return ""


def _answer_problem(name: object, value: object) -> str:
    if not isinstance(name, str) or not isinstance(value, str):
        return "has the wrong type"
    return _text_problem(value, ANSWER_LIMITS.get(name, LONG), nul=False)


def _text_problem(text: str, limit: int, *, nul: bool) -> str:
    if len(text) > limit:
        return f"is longer than {limit} characters"
    if not nul and "\0" in text:
        return "holds a NUL, which PostgreSQL refuses"
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        return "holds half a surrogate pair, which no database driver writes"
    return ""
