"""Rules as people write them: YAML, every problem found in one pass, each with its line."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import yaml

from flows.loader.nodes import Items, Node, Scalar, Table, parse, plain
from flows.loader.readers import Place, Reader, fields, filled, rows, short, step_name, text
from flows.placeholders import names
from flows.problems import Problem, Report
from flows.steps import FALLBACK_LANGUAGE
from flows.text.folding import fold
from flows.text.gsm7 import measure
from jamakan.followups.rules import ASKING, KINDS, NEEDED, OF_SERVICE, QUESTION, STATES, Rule
from jamakan.store.registrations import SEATED

UNITS = {"minute": 1, "hour": 60, "day": 1440, "week": 10_080}
DURATION = re.compile(r"(\d{1,5}) (minute|hour|day|week)s?")
LONGEST = timedelta(days=400)  # a year, and asking again
NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
MOST_PARTS = 8  # carriers join no more


class RulesError(ValueError):
    """A rules file that cannot be used, with every problem found, in the order of the file."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


def read_rules(source: str, filename: str) -> tuple[Rule, ...]:
    """The rules written in `source`, in its order. Raises RulesError."""
    report = Report(filename)
    root = parse(source, report)
    found = tuple(_rules(root, report)) if root else ()
    if report.problems:
        raise RulesError(tuple(sorted(set(report.problems))))
    return found


def _rules(root: Node, report: Report) -> Iterator[Rule]:
    if not isinstance(root, Table) or not root.rows:
        report.problem(root.line, "file", "rules are needed here: a name, and under it when, to whom and the text")
        return
    for name, line, node in rows(root):
        place = Place(report, (), f"rule {short(name)}")
        if not NAME.fullmatch(name):
            report.problem(line, place.where, "a rule's name is up to 40 small letters, digits and -, a letter first")
        found = fields(node, FIELDS, place)
        if isinstance(node, Table) and (rule := _rule(name, node, found, place)):
            yield rule


def _rule(name: str, node: Table, found: Mapping[str, Any], place: Place) -> Rule | None:
    kinds = [field for field in node.rows if field in KINDS]
    if len(kinds) != 1:
        said = f"both {' and '.join(kinds)} are written" if kinds else "it does not say when"
        place.refuse(node, f"{said}: write one of {', '.join(KINDS)}")
        return None
    kind = kinds[0]
    _check_fields(kind, node, place)
    _check_text(kind, node, found, place)
    if kind not in found or "text" not in found:
        return None
    return Rule(
        name=name,
        kind=kind,
        delay=found[kind],
        expires=found.get("expires", KINDS[kind].expires),
        text=found["text"],
        who=found.get("who", SEATED) if "who" in KINDS[kind].fields else (),
        flow=found.get("flow", ""),
        source=yaml.safe_dump({name: plain(node)}, allow_unicode=True, width=1000),
    )


def _check_fields(kind: str, node: Table, place: Place) -> None:
    for field, line, _ in rows(node):
        if field in {"who", "flow"} - KINDS[kind].fields:
            place.report.problem(line, place.where, f"{field!r} means nothing in a rule of kind {kind}")
    for field in ("text", *NEEDED.get(kind, ())):
        if field not in node.rows:
            place.refuse(node, f"{field!r} is missing")


def _check_text(kind: str, node: Table, found: Mapping[str, Any], place: Place) -> None:
    said: Mapping[str, str] = found.get("text", {})
    if said and FALLBACK_LANGUAGE not in said:
        place.refuse(node.rows["text"][1], "there is no text in French (fr), which everybody else falls back to")
    known = OF_SERVICE + KINDS[kind].placeholders
    for language, words in said.items():
        line, where = _line_of(node, language), f"{place.where}, text, {language}"
        for name in sorted(names(words) - set(known)):
            listed = " ".join(f"{{{one}}}" for one in known)
            place.report.problem(line, where, f"nothing fills the placeholder {{{name}}}; known: {listed}")
        if kind in ASKING and QUESTION not in names(words):
            place.report.problem(line, where, "{question} is missing: what the person is to answer")
        if (parts := measure(fold(words)).parts) > MOST_PARTS:
            place.report.problem(line, where, f"the text takes {parts} SMS, {MOST_PARTS} at most: shorten it")


def _line_of(node: Table, language: str) -> int:
    """Where the words of a language stand."""
    words = node.rows["text"][1]
    return words.rows[language][0] if isinstance(words, Table) and language in words.rows else words.line


def _duration(node: Node, place: Place) -> timedelta | None:
    written = filled(node, place)
    if written is None:
        return None
    match = DURATION.fullmatch(written)
    found = timedelta(minutes=int(match[1]) * UNITS[match[2]]) if match else timedelta()
    if timedelta() < found <= LONGEST:
        return found
    place.refuse(
        node, f"'{short(written)}' is no length of time up to 400 days: write 30 minutes, 12 hours or 2 days"
    )
    return None


def _who(node: Node, place: Place) -> tuple[str, ...] | None:
    items = node.items if isinstance(node, Items) else (node,)
    said = [item.value if isinstance(item, Scalar) else "" for item in items]
    if said and set(said) <= set(STATES):
        return tuple(dict.fromkeys(said))
    place.refuse(node, f"a list of states is needed here, out of {', '.join(STATES)}")
    return None


FIELDS: Mapping[str, Reader] = {
    **dict.fromkeys(KINDS, _duration),
    "who": _who,
    "flow": step_name,
    "expires": _duration,
    "text": text,
}
