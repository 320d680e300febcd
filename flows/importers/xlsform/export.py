"""A flow back to XLSForm: as .xlsx for Excel, or as Markdown tables for people and for diffs.

pyxform converts the result to the binds and choices of the form the flow came from.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import repeat, takewhile

from babel import Locale, UnknownLocaleError
from openpyxl import Workbook  # type: ignore[import-untyped]  # its stubs are not in the lock

from flows.importers.xlsform import kinds
from flows.importers.xlsform.bounds import bounds_in, bounds_source, unstepped
from flows.importers.xlsform.problems import Problem, XlsformError
from flows.importers.xlsform.questions import ACKNOWLEDGED
from flows.importers.xlsform.wording import with_references
from flows.model import Flow
from flows.steps import QUESTIONS, Choice, Group, Kind, Step, Text

Cells = Mapping[str, str]  # header → cell
_Pairs = tuple[tuple[str, str], ...]
_Signature = tuple[tuple[str, _Pairs, _Pairs], ...]  # name, label and columns of each choice
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # XML has no place for them
_FILLED = {"once(now())": "start", "now()": "end", "once(today())": "today"}
_LISTED = frozenset({Kind.SELECT_ONE, Kind.SELECT_MULTIPLE})
# What a form cannot say, whichever way it is written.
_BEYOND = ("choices_from", "flag_next", "empty", "next", "goto", "does", "ends")


@dataclass(frozen=True, slots=True)
class _Book:
    """leading: the headers of a sheet that come first, and even when their column is empty."""

    leading: Mapping[str, Sequence[str]]
    survey: Sequence[Cells]
    choices: Sequence[Cells]
    settings: Sequence[Cells]

    def sheets(self) -> Iterator[tuple[str, list[list[str]]]]:
        """Name and rows, the header first; sheets without rows are left out."""
        for name, rows in (("survey", self.survey), ("choices", self.choices), ("settings", self.settings)):
            headers = list(dict.fromkeys([*self.leading.get(name, ()), *(key for row in rows for key in row)]))
            if rows:
                yield name, [headers, *([row.get(header, "") for header in headers] for row in rows)]


@dataclass(frozen=True, slots=True)
class _Limits:
    """What a number may be: its constraint, and the parameters that make it a range."""

    constraint: str
    parameters: str = ""


def to_xlsx(flow: Flow) -> bytes:
    """The form as an Excel workbook.

    Raises:
        XlsformError: naming every step a form cannot express.
    """
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in _book(flow).sheets():
        sheet = workbook.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for place, text in enumerate(row, start=1):
                if text:
                    cell = sheet.cell(number, place, _CONTROL.sub("", text))
                    cell.data_type = "s"  # a label that starts with = is no formula
    output = BytesIO()
    workbook.save(output)
    return output.getvalue()


def to_markdown(flow: Flow) -> str:
    """The form as Markdown tables, one a sheet. Line breaks inside a label become spaces.

    Raises:
        XlsformError: naming every step a form cannot express.
    """
    lines = []
    for name, rows in _book(flow).sheets():
        lines.append(f"| {name} |")
        lines += [f"| | {' | '.join(_markdown(text) for text in row)} |" for row in rows]
        lines.append("")
    return "\n".join(lines)


def _markdown(text: str) -> str:
    return " ".join(text.splitlines()).replace("|", r"\|")


def _book(flow: Flow) -> _Book:
    problems = [problem for step in flow.steps for problem in _inexpressible(step)]
    if problems:
        raise XlsformError(problems)
    writer = _Writer(flow)
    survey = list(writer.survey_rows())
    leading = {"survey": ("type", "name", *writer.label_headers())}
    return _Book(leading, survey, list(writer.choice_rows()), [writer.settings()])


def _inexpressible(step: Step) -> Iterator[Problem]:
    where = f"step {step.name}"
    if step.kind is Kind.MENU:
        yield Problem("", 0, where, "", "a form has no menus")
    for field in _BEYOND:
        if getattr(step, field) and (field, step.ends) != ("ends", "completed"):
            yield Problem("", 0, where, field, "a form only goes on to its next question")
    if len({choice.relevant for choice in step.choices}) > 1:
        yield Problem("", 0, where, "choices", "a form has one filter for all choices of a question")


class _Writer:
    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._names = frozenset(step.name for step in flow.steps)
        self._headers = {code: language_header(code) for code in flow.languages}
        self._lists: dict[_Signature, Step] = {}  # choices → the first question that has them

    def survey_rows(self) -> Iterator[Cells]:
        """Groups open before their first step and close after their last."""
        opened: tuple[Group, ...] = ()
        for step in self._flow.steps:
            common = _common(opened, step.groups)
            yield from repeat({"type": "end_group"}, len(opened) - common)
            yield from map(self._group_row, step.groups[common:])
            yield self._row(step)
            opened = step.groups
        yield from repeat({"type": "end_group"}, len(opened))

    def _group_row(self, group: Group) -> Cells:
        relevant = group.relevant.source if group.relevant else ""
        cells = {"type": "begin_group", "name": group.name, **self._words("label", group.label), "relevant": relevant}
        return {header: text for header, text in cells.items() if text}

    def _row(self, step: Step) -> Cells:
        limits = _limits(step)
        choice_filter = step.choice_filter or (step.choices[0].relevant if step.choices else None)
        cells = {
            "type": self._type(step),
            "name": step.name,
            **self._words("label", step.label),
            **self._words("hint", step.hint),
            "required": "yes" if _is_required(step) else "",
            "relevant": step.relevant.source if step.relevant else "",
            "constraint": limits.constraint,
            **self._words("constraint_message", step.constraint_message),
            **self._words("required_message", step.required_message),
            "calculation": step.calculation.source if step.calculation and not _is_filled(step) else "",
            "choice_filter": choice_filter.source if choice_filter else "",
            "default": step.default or "",
            "right": step.right or "",
            "parameters": limits.parameters,
            "personal": "yes" if step.personal else "",
        }
        return {header: text for header, text in cells.items() if text}

    def _type(self, step: Step) -> str:
        if _is_filled(step):
            return _filled_type(step)
        if _limits(step).parameters:
            return kinds.RANGE
        if step.kind not in _LISTED:
            return step.kind.value
        if [choice.name for choice in step.choices] == [ACKNOWLEDGED]:
            return "acknowledge"
        return f"{step.kind} {self._list(step)}"

    def _list(self, step: Step) -> str:
        """One list for all questions that share the same choices, named after the first of them."""
        return self._lists.setdefault(_signature(step.choices), step).name

    def choice_rows(self) -> Iterator[Cells]:
        for step in self._lists.values():
            for choice in step.choices:
                words = self._words("label", choice.label)
                yield {"list_name": step.name, "name": choice.name, **words, **choice.columns}

    def label_headers(self) -> list[str]:
        return [f"label::{header}" for header in self._headers.values()]

    def settings(self) -> Cells:
        flow = self._flow
        doubled = any(len({one.name for one in step.choices}) < len(step.choices) for step in self._lists.values())
        return {
            "form_title": next(iter(flow.title.values()), flow.name),
            "form_id": flow.name,
            "default_language": self._headers[flow.languages[0]],
            **({"allow_choice_duplicates": "yes"} if doubled else {}),
            **({"pass": str(flow.pass_mark)} if flow.pass_mark else {}),
        }

    def _words(self, name: str, text: Text) -> dict[str, str]:
        return {f"{name}::{self._headers[code]}": with_references(text[code], self._names) for code in text}


def _common(opened: tuple[Group, ...], wanted: tuple[Group, ...]) -> int:
    """How many of the open groups go on."""
    going_on = takewhile(lambda pair: pair[0] is pair[1], zip(opened, wanted, strict=False))
    return sum(1 for _ in going_on)


def _signature(choices: Sequence[Choice]) -> _Signature:
    return tuple((one.name, tuple(one.label.items()), tuple(one.columns.items())) for one in choices)


def _is_filled(step: Step) -> bool:
    return step.calculation is not None and step.relevant is None and bool(_filled_type(step))


def _filled_type(step: Step) -> str:
    """The type of what the server fills, or leaves empty because it is private."""
    source = step.calculation.source if step.calculation else ""
    return step.name if source == "''" and step.name in kinds.PRIVATE else _FILLED.get(source, "")


def _is_required(step: Step) -> bool:
    """In a form, what may be left without an answer is not required."""
    return step.required and step.kind in QUESTIONS and (not step.skip or step.default is not None)


def _limits(step: Step) -> _Limits:
    """A whole number between two others is a range. Elsewhere the limits are part of the constraint."""
    constraint, bounds = step.constraint.source if step.constraint else "", (step.minimum, step.maximum)
    if bounds in {(None, None), bounds_in(constraint)}:
        return _Limits(constraint)
    if step.kind is Kind.INTEGER and all(bound is not None and bound % 1 == 0 for bound in bounds):
        start, leap, rest = unstepped(constraint)
        first, last = reversed(bounds) if start == str(step.maximum) else bounds
        return _Limits(rest, f"start={first} end={last} step={leap}")
    said = bounds_source(*bounds)
    return _Limits(f"({said}) and ({constraint})" if constraint else said)


def language_header(code: str) -> str:
    """`français (fr)`: what stands behind `::`."""
    try:
        name = Locale.parse(code).get_language_name() or code
    except (UnknownLocaleError, ValueError):
        name = code
    return f"{name} ({code})"
