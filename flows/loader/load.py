"""A flow file, read by tables of fields: what may stand in a flow, a step and a choice is written here once."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flows.checks import Written, advice, faults
from flows.limits import MAX_STEPS
from flows.loader import readers as read
from flows.loader.nodes import Items, Node, Scalar, Table, parse, plain
from flows.loader.readers import Place, Reader, fields
from flows.model import Flow
from flows.problems import Problem, Report
from flows.steps import TEST_INPUTS, Choice, Group, Kind, Step

DEFAULT_PASS_MARK = 50  # percent of right answers
VERSION_LENGTH = 32  # hex digits of SHA-256: no two contents ever meet


@dataclass(frozen=True, slots=True)
class Loaded:
    """A usable flow and what its author may want to know."""

    flow: Flow
    warnings: tuple[Problem, ...]


def parse_flow(source: str, filename: str) -> Flow:
    """The flow written in `source`.

    Raises:
        FlowError: with every problem of the file.
    """
    return load_flow(source, filename).flow


def load_flow(source: str, filename: str) -> Loaded:
    """As `parse_flow`, with the warnings.

    Raises:
        FlowError: with every problem of the file.
    """
    report = Report(filename)
    return _loaded(parse(source, report), report)


def build_flow(root: Node, filename: str) -> Loaded:
    """As `load_flow`, of nodes another front end made; their lines are what problems name.

    Raises:
        FlowError: with every problem of the nodes.
    """
    return _loaded(root, Report(filename))


def _loaded(root: Node | None, report: Report) -> Loaded:
    flow = _flow(root, report) if root else None
    report.stop_on_problems()
    if flow is None:
        raise AssertionError("a file without a flow has a problem")
    for found in advice(flow):
        report.warn(found.line, found.where, found.reason)
    return Loaded(flow, tuple(sorted(report.warnings)))


def _flow(root: Node, report: Report) -> Flow | None:
    if isinstance(root, Table) and not root.rows.keys() & FLOW_FIELDS.keys():
        report.problem(root.line, "file", f"this is not a flow: none of {', '.join(FLOW_FIELDS)} stands in it")
        return None
    languages = _languages(root, report)
    place = Place(report, languages, "")
    found = fields(root, FLOW_FIELDS, place)
    for name in ("flow", "title", "languages", "steps"):
        if isinstance(root, Table) and name not in root.rows:
            report.problem(root.line, "flow", f"'{name}' is missing")
    written: tuple[Written, ...] = found.get("steps", ())
    inputs = found.get("inputs", ())
    for fault in faults(written, languages, inputs):
        report.problem(fault.line, fault.where, fault.reason)
    if "pass" in found and not any(one.step.right for one in written):
        report.problem(root.line, "pass", "a pass mark without any right answer: write 'right' on the questions")
    if report.problems:
        return None
    steps = tuple(one.step for one in written)
    pass_mark = _pass_mark(steps, found)
    given = (*inputs, *TEST_INPUTS) if pass_mark else inputs
    return Flow(found["flow"], found["title"], languages, steps, _version(root), given, pass_mark)


def _pass_mark(steps: tuple[Step, ...], found: Mapping[str, Any]) -> int | None:
    """Of a test that says none, half of the answers."""
    mark: int = found.get("pass") or DEFAULT_PASS_MARK
    return mark if any(step.right for step in steps) else None


def _languages(root: Node, report: Report) -> tuple[str, ...]:
    """Read before all else: labels are checked against them. Their problems are reported with the other fields."""
    if isinstance(root, Table) and "languages" in root.rows:
        silent = Place(Report(report.file), (), "")
        return read.languages(root.rows["languages"][1], silent) or ()
    return ()


def _version(root: Node) -> str:
    content = json.dumps(plain(root), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(content.encode("ascii")).hexdigest()[:VERSION_LENGTH]


def _all_steps(node: Node, place: Place) -> tuple[Written, ...] | None:
    steps = _steps(node, place)
    if steps and len(steps) > MAX_STEPS:
        place.refuse(node, f"{len(steps)} steps: at most {MAX_STEPS} are allowed")
        return None
    return steps


def _steps(node: Node, place: Place) -> tuple[Written, ...] | None:
    if not isinstance(node, Items) or not node.items:
        place.refuse(node, "a list of steps is needed here")
        return None
    numbered = enumerate(node.items, start=1)
    return tuple(written for number, item in numbered for written in _item(item, number, place))


def _item(node: Node, number: int, place: Place) -> Iterator[Written]:
    if isinstance(node, Table) and "group" in node.rows:
        return _members(node, place)
    return iter((_step(node, number, place),))


def _members(node: Table, place: Place) -> Iterator[Written]:
    """The steps of a group."""
    place = Place(place.report, place.languages, f"group {_word(node, 'group') or '?'}")
    found = fields(node, GROUP_FIELDS, place)
    _complain_of_missing(node, ("steps",), place)
    group = Group(found.get("group", ""), found.get("label", {}), found.get("relevant"), node.line)
    for one in found.get("steps", ()):
        yield replace(one, step=replace(one.step, groups=(group, *one.step.groups)))


def _step(node: Node, number: int, place: Place) -> Written:
    name = _word(node, "name")
    place = Place(place.report, place.languages, f"step {name or number}")
    found = fields(node, STEP_FIELDS, place)
    _complain_of_missing(node, ("name", "kind"), place)
    unread = {"name", "kind"}.union(node.rows if isinstance(node, Table) else ()) - found.keys()
    values = {_ATTRIBUTES.get(field, field): value for field, value in found.items()}
    step = Step(**{"name": name or f"{number}", "kind": Kind.NOTE, "line": node.line, **values})
    return Written(step, frozenset(unread))


def _choices(node: Node, place: Place) -> tuple[Choice, ...] | None:
    if not isinstance(node, Items):
        place.refuse(node, "a list of choices is needed here")
        return None
    return tuple(_choice(item, place) for item in node.items)


def _choice(node: Node, place: Place) -> Choice:
    name = _word(node, "name")
    place = place.inside(name) if name else place
    found = fields(node, CHOICE_FIELDS, place)
    _complain_of_missing(node, ("name", "label"), place)
    return Choice(**{"name": name, "label": {}, **found})


def _complain_of_missing(node: Node, needed: tuple[str, ...], place: Place) -> None:
    for name in needed:
        if isinstance(node, Table) and name not in node.rows:
            place.refuse(node, f"'{name}' is missing")


def _word(node: Node, field: str) -> str:
    """What is written there, right or wrong: enough to say where a problem is."""
    value = node.rows.get(field) if isinstance(node, Table) else None
    return read.short(value[1].value) if value and isinstance(value[1], Scalar) else ""


FLOW_FIELDS: Mapping[str, Reader] = {
    "flow": read.step_name,
    "title": read.text,
    "languages": read.languages,
    "inputs": read.names,
    "pass": read.percent,
    "steps": _all_steps,
}
GROUP_FIELDS: Mapping[str, Reader] = {
    "group": read.group_name,
    "label": read.text,
    "relevant": read.expression,
    "steps": _steps,
}
STEP_FIELDS: Mapping[str, Reader] = {
    "name": read.step_name,
    "kind": read.kind,
    "label": read.text,
    "hint": read.text,
    "choices": _choices,
    "choices_from": read.step_name,
    "flag_next": read.step_names,
    "empty": read.step_name,
    "choice_filter": read.expression,
    "relevant": read.expression,
    "constraint": read.expression,
    "constraint_message": read.text,
    "required": read.yes_no,
    "required_message": read.text,
    "right": read.filled,
    "skip": read.key,
    "default": read.filled,
    "personal": read.yes_no,
    "calculation": read.expression,
    "min": read.number,
    "max": read.number,
    "next": read.step_name,
    "goto": read.step_name,
    "does": read.step_name,
    "ends": read.step_name,
}
CHOICE_FIELDS: Mapping[str, Reader] = {
    "name": read.choice_name,
    "label": read.text,
    "key": read.key,
    "next": read.step_name,
    "goto": read.step_name,
    "relevant": read.expression,
    "columns": read.columns,
}
_ATTRIBUTES = {"min": "minimum", "max": "maximum"}
