"""From a YAML node to one value of a field. Each reader reports what it cannot use and gives None for it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from flows.expressions import Expression, ExpressionError
from flows.expressions import parse as parse_expression
from flows.limits import NUMBER_DIGITS
from flows.loader.nodes import Items, Node, Scalar, Table
from flows.problems import Report
from flows.steps import FALLBACK_LANGUAGE, Kind, Text

STEP_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}")
CHOICE_NAME = re.compile(r"(?=.{1,100}$)\S(.*\S)?")
GROUP_NAME = re.compile(r"[^\W\d][\w.-]{0,254}")
LANGUAGE = re.compile(r"[a-z]{2,3}")
_YES_NO = {"true": True, "yes": True, "oui": True, "false": False, "no": False, "non": False}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: for reports. languages: of the flow, none when nobody could read which."""

    report: Report
    languages: tuple[str, ...]
    where: str

    def inside(self, field: str) -> "Place":
        return Place(self.report, self.languages, f"{self.where}, {field}" if self.where else field)

    def refuse(self, node: Node, reason: str) -> None:
        self.report.problem(node.line, self.where, reason)


Reader: TypeAlias = Callable[[Node, Place], Any]


def filled(node: Node, place: Place) -> str | None:
    if isinstance(node, Scalar) and node.value.strip():
        return node.value.strip()
    place.refuse(node, "a word or a sentence is needed here")
    return None


def _matching(pattern: re.Pattern[str], kind: str) -> Reader:
    def read(node: Node, place: Place) -> str | None:
        value = filled(node, place)
        if value is None or pattern.fullmatch(value):
            return value
        place.refuse(node, f"'{short(value)}' is not {kind}")
        return None

    return read


step_name = _matching(STEP_NAME, "a name: letters, digits, _ - . and no space, 64 at most, a letter first")
choice_name = _matching(CHOICE_NAME, "a choice name: one line of at most 100 characters")
group_name = _matching(GROUP_NAME, "a name: letters, digits, _ - . and no space, a letter first")
language = _matching(LANGUAGE, "a language code such as fr or bm")
key = _matching(re.compile(r"[0-9A-Za-z*#]{1,8}"), "a key: 1 to 8 letters, digits, * or #")


def yes_no(node: Node, place: Place) -> bool | None:
    value = filled(node, place)
    if value is not None and value.lower() not in _YES_NO:
        place.refuse(node, f"'{short(value)}' is neither yes nor no")
    return _YES_NO.get((value or "").lower())


def number(node: Node, place: Place) -> Decimal | None:
    value = filled(node, place)
    try:
        found = Decimal(value) if value is not None else None
    except InvalidOperation:
        found = None
    if found is None or not found.is_finite() or abs(found) >= 10**NUMBER_DIGITS:
        place.refuse(node, f"'{short(value or '')}' is not a number of at most {NUMBER_DIGITS} digits")
        return None
    return found


def percent(node: Node, place: Place) -> int | None:
    value = filled(node, place)
    if value is not None and value.isascii() and value.isdecimal() and 1 <= int(value) <= 100:
        return int(value)
    place.refuse(node, f"'{short(value or '')}' is not a whole number of percent from 1 to 100")
    return None


def expression(node: Node, place: Place) -> Expression | None:
    value = filled(node, place)
    try:
        return parse_expression(value) if value is not None else None
    except ExpressionError as error:
        place.refuse(node, f"expression: {error}")
        return None


def kind(node: Node, place: Place) -> Kind | None:
    value = filled(node, place)
    if value in set(Kind):
        return Kind(value)
    place.refuse(node, f"'{short(value or '')}' is not a kind: use one of {', '.join(Kind)}")
    return None


def text(node: Node, place: Place) -> Text | None:
    """Words by language; one text alone when the flow speaks one language."""
    if isinstance(node, Scalar) and len(place.languages) <= 1:
        value = filled(node, place)
        return dict.fromkeys(place.languages or (FALLBACK_LANGUAGE,), value) if value else None
    if not isinstance(node, Table):
        place.refuse(node, f"words are needed for each language: {', '.join(place.languages)}".rstrip(": "))
        return None
    return _words(node, place) or None


def _words(table: Table, place: Place) -> Text:
    found = {}
    for code, line, value in rows(table):
        if place.languages and code not in place.languages:
            place.report.problem(line, place.where, f"language '{short(code)}' is not among those of the flow")
        elif said := filled(value, place.inside(code)):
            found[code] = said
    for code in place.languages:
        if code not in table.rows:
            place.refuse(table, f"the words in '{code}' are missing")
    return found


def step_names(node: Node, place: Place) -> Mapping[str, str] | None:
    """flag → step."""
    if not isinstance(node, Table):
        place.refuse(node, "a mapping is needed here, from a flag to a step")
        return None
    read = ((flag, step_name(value, place.inside(flag))) for flag, _, value in rows(node))
    return {flag: name for flag, name in read if name}


def columns(node: Node, place: Place) -> Mapping[str, str] | None:
    """Further cells of a choice."""
    if not isinstance(node, Table):
        place.refuse(node, "a mapping is needed here, from a column to its value")
        return None
    read = ((column, filled(value, place.inside(column))) for column, _, value in rows(node))
    return {column: value for column, value in read if value}


def names(node: Node, place: Place) -> tuple[str, ...] | None:
    return _list_of(step_name, node, place)


def languages(node: Node, place: Place) -> tuple[str, ...] | None:
    if isinstance(node, Items) and not node.items:
        place.refuse(node, "one language at least is needed here, such as [fr]")
    return _list_of(language, node, place)


def _list_of(read: Reader, node: Node, place: Place) -> tuple[str, ...] | None:
    if not isinstance(node, Items):
        place.refuse(node, "a list is needed here")
        return None
    found = [value for value in (read(item, place) for item in node.items) if value]
    for double in sorted({value for value in found if found.count(value) > 1}):
        place.refuse(node, f"'{double}' is listed twice")
    return tuple(dict.fromkeys(found))


def rows(table: Table) -> Iterator[tuple[str, int, Node]]:
    for name, (line, value) in table.rows.items():
        yield name, line, value


def fields(node: Node, readers: Mapping[str, Reader], place: Place) -> dict[str, Any]:
    """The fields of a mapping, read by the table `readers`; unknown ones are reported, unusable ones left out."""
    if not isinstance(node, Table):
        place.report.problem(node.line, place.where or "flow", f"fields are needed here: {', '.join(readers)}")
        return {}
    found = {}
    for name, line, value in rows(node):
        if name not in readers:
            reason = f"unknown field '{short(name)}': use {', '.join(readers)}"
            place.report.problem(line, place.where or "flow", reason)
        elif (read := readers[name](value, place.inside(name))) is not None:
            found[name] = read
    return found


def short(value: str) -> str:
    """A word of the file as problems quote it."""
    line = " ".join(value.split())
    return line if len(line) <= 40 else line[:39] + "…"
