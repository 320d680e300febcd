"""A flow file, read by tables of fields: what may stand in a flow, a step and a choice is written here once."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.checks import advice, faults
from flows.limits import MAX_STEPS
from flows.loader import readers as read
from flows.loader.nodes import Items, Node, Table, parse, plain
from flows.loader.readers import Place, Reader, fields
from flows.model import Flow
from flows.problems import Problem, Report
from flows.steps import Choice, Step

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
    languages = _languages(root, report)
    place = Place(report, languages, "")
    found = fields(root, FLOW_FIELDS, place)
    for name in ("flow", "title", "languages", "steps"):
        if isinstance(root, Table) and name not in root.rows:
            report.problem(root.line, "flow", f"'{name}' is missing")
    steps: tuple[Step, ...] = found.get("steps", ())
    inputs = found.get("inputs", ())
    for fault in faults(steps, languages, inputs, _all_names(root)):
        report.problem(fault.line, fault.where, fault.reason)
    if report.problems:
        return None
    return Flow(found["flow"], found["title"], languages, steps, _version(root), inputs)


def _all_names(root: Node) -> frozenset[str]:
    """Steps with a mistake in them have a name too: what leads to them is not a mistake."""
    steps = root.rows["steps"][1] if isinstance(root, Table) and "steps" in root.rows else root
    return frozenset(map(_name, steps.items)) if isinstance(steps, Items) else frozenset()


def _languages(root: Node, report: Report) -> tuple[str, ...]:
    """Read before all else: labels are checked against them. Their problems are reported with the other fields."""
    if isinstance(root, Table) and "languages" in root.rows:
        silent = Place(Report(report.file), (), "")
        return read.languages(root.rows["languages"][1], silent) or ()
    return ()


def _version(root: Node) -> str:
    content = json.dumps(plain(root), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(content.encode("ascii")).hexdigest()[:VERSION_LENGTH]


def _steps(node: Node, place: Place) -> tuple[Step, ...] | None:
    if not isinstance(node, Items) or not node.items:
        place.refuse(node, "a list of steps is needed here")
        return None
    if len(node.items) > MAX_STEPS:
        place.refuse(node, f"{len(node.items)} steps: at most {MAX_STEPS} are allowed")
        return None
    made = (_step(item, number, place) for number, item in enumerate(node.items, start=1))
    return tuple(step for step in made if step)


def _step(node: Node, number: int, place: Place) -> Step | None:
    place = Place(place.report, place.languages, f"step {_name(node) or number}")
    found = fields(node, STEP_FIELDS, place)
    if not _complete(node, ("name", "kind"), found, place):
        return None
    renamed = {_ATTRIBUTES.get(name, name): value for name, value in found.items()}
    return Step(line=node.line, **renamed)


def _choices(node: Node, place: Place) -> tuple[Choice, ...] | None:
    if not isinstance(node, Items):
        place.refuse(node, "a list of choices is needed here")
        return None
    return tuple(choice for choice in (_choice(item, place) for item in node.items) if choice)


def _choice(node: Node, place: Place) -> Choice | None:
    place = place.inside(_name(node)) if _name(node) else place
    found = fields(node, CHOICE_FIELDS, place)
    return Choice(**found) if _complete(node, ("name", "label"), found, place) else None


def _complete(node: Node, needed: tuple[str, ...], found: Mapping[str, Any], place: Place) -> bool:
    for name in needed:
        if isinstance(node, Table) and name not in node.rows:
            place.refuse(node, f"'{name}' is missing")
    return all(name in found for name in needed)


def _name(node: Node) -> str:
    value = node.rows.get("name") if isinstance(node, Table) else None
    silent = Place(Report(""), (), "")
    return read.choice_name(value[1], silent) or "" if value else ""


FLOW_FIELDS: Mapping[str, Reader] = {
    "flow": read.step_name,
    "title": read.text,
    "languages": read.languages,
    "inputs": read.names,
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
