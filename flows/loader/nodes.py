"""YAML with line numbers, cut down to what a flow needs: text, lists and mappings.

No typed values (`no` stays a text and is not false), no anchors (a few could unfold to billions of nodes), no tags.
Built from parser events, because the composers of PyYAML recurse as deep as the file says.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import yaml

from flows.limits import FLOW_SOURCE, YAML_DEPTH
from flows.problems import Report

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where libyaml is


@dataclass(frozen=True, slots=True)
class Scalar:
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class Items:
    items: "tuple[Node, ...]"
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """rows: key → (the key's own line, value), keys once each, in the order of the file."""

    rows: "dict[str, tuple[int, Node]]"
    line: int


Node: TypeAlias = Scalar | Items | Table
Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"


def parse(source: str, report: Report) -> Node | None:
    """The document in `source`, or None after reporting why there is none."""
    if len(source) > FLOW_SOURCE:
        report.problem(0, "file", f"{len(source)} characters: at most {FLOW_SOURCE} are read")
        return None
    try:
        builder = _Builder(report)
        root = builder.document(yaml.parse(source, Loader=_LOADER))
        return None if builder.tangled else root
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        report.problem(mark.line + 1 if mark else 0, "file", f"not YAML: {error.problem or error.context}")
    except (yaml.YAMLError, UnicodeError) as error:
        report.problem(0, "file", f"not YAML: {str(error).splitlines()[0]}")
    except _Refused as error:
        report.problem(error.line, "file", error.reason)
    return None


def plain(node: Node) -> Plain:
    """Its content alone: comments, quotes, layout and the order of keys make no difference."""
    match node:
        case Scalar(value):
            return value
        case Items(items):
            return [plain(item) for item in items]
        case Table(rows):
            return {key: plain(value) for key, (_, value) in sorted(rows.items())}


class _Refused(Exception):
    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


class _Builder:
    """tangled: there were anchors or aliases, so that part of the file is not where it is read."""

    def __init__(self, report: Report) -> None:
        self.tangled = False
        self._report = report

    def document(self, events: Iterator[yaml.Event]) -> Node:
        root: Node | None = None
        for event in events:
            if not isinstance(event, yaml.NodeEvent):
                continue
            if root is not None:
                raise _Refused(_line(event), "a second document begins: one file holds one flow")
            root = self._node(event, events, YAML_DEPTH)
        if root is None:
            raise _Refused(0, "the file is empty")
        return root

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        line = _line(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.tangled = True
            self._report.problem(line, "file", "anchors and aliases (& and *) are not used in flows: write it out")
        if depth == 0:
            raise _Refused(line, f"nested deeper than {YAML_DEPTH} levels")
        if isinstance(event, yaml.SequenceStartEvent):
            return self._items(line, events, depth - 1)
        if isinstance(event, yaml.MappingStartEvent):
            return self._table(line, events, depth - 1)
        return Scalar(event.value, line) if isinstance(event, yaml.ScalarEvent) else Scalar("", line)

    def _items(self, line: int, events: Iterator[yaml.Event], depth: int) -> Items:
        items = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, events, depth))
        return Items(tuple(items), line)

    def _table(self, line: int, events: Iterator[yaml.Event], depth: int) -> Table:
        rows: dict[str, tuple[int, Node]] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._node(event, events, depth)
            value = self._node(next(events), events, depth)
            if not isinstance(key, Scalar):
                self._report.problem(key.line, "file", "a key must be one word")
            elif key.value in rows:
                self._report.problem(key.line, key.value, "written twice in the same place: keep one")
            else:
                rows[key.value] = (key.line, value)
        return Table(rows, line)


def _line(event: yaml.Event) -> int:
    return int(event.start_mark.line) + 1 if event.start_mark else 0
