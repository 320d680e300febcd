"""From a row of the survey sheet to a draft of its step."""

import re
from dataclasses import replace

from pyxform.aliases import yes_no

from flows.expressions import parse
from flows.importers.xlsform import kinds
from flows.importers.xlsform.choices import ListedChoice
from flows.importers.xlsform.columns import MEDIA, Column
from flows.importers.xlsform.drafts import Draft
from flows.importers.xlsform.form import Form
from flows.importers.xlsform.formulas import Formula
from flows.importers.xlsform.outline import Question
from flows.importers.xlsform.workbook import Row
from flows.limits import MAX_CHOICES
from flows.steps import LISTS, NUMBERS, Kind

ACKNOWLEDGED = "OK"
_DYNAMIC = re.compile(r"\$\{|[\w-]\(")
_PARAMETER = re.compile(r"(\w+)\s*=\s*([^\s,;]+)")
_MIDNIGHT = re.compile(r"[T ]00:00:00$")  # how a date cell of Excel reads
_WHOLE = re.compile(r"-?\d{1,9}")
_BOUND = re.compile(r"\.\s*(>=|<=)\s*(-?\d+(?:\.\d+)?)")


def draft(question: Question, form: Form) -> Draft:
    """The draft of a question whose type is not refused."""
    row, kind = question.row, _kind(question, form)
    survey = form.workbook.survey
    made = Draft(
        question,
        kind,
        relevant=tuple(f for f in (form.formulas.read(one, "relevant") for one in (*question.groups, row)) if f),
        personal=bool(yes_no.get(row.get("personal"))),
    )
    if kind is Kind.CALCULATE:
        return replace(made, calculation=_calculation(question, form))
    label, hint = form.words(survey, row, "label"), form.words(survey, row, "hint")
    made = replace(made, label=label or hint, hint=hint if label else {})
    if kind is Kind.NOTE:
        return made if made.label else _silent(made, form)
    if not made.label:
        form.refuse(row, "label", "a question without words cannot be asked: fill label or hint")
    return _asked(made, form)


def _kind(question: Question, form: Form) -> Kind:
    row = question.row
    kind = _written_kind(question.written)
    if kind is Kind.CALCULATE:
        return kind
    if row.get("calculation"):
        form.warn(row, "calculation", "a calculated question is computed and neither shown nor asked")
        return Kind.CALCULATE
    if yes_no.get(row.get("read_only")) or (kind in LISTS and "label" in row.get("appearance").split()):
        return Kind.NOTE  # a table's heading line is a select that takes no answer
    return kind


def _written_kind(written: str) -> Kind:
    lowered = written.lower()
    if select := kinds.select(written):
        return select.kind
    if lowered in kinds.ACKNOWLEDGE:
        return Kind.SELECT_ONE
    if lowered == kinds.RANGE:
        return Kind.INTEGER
    return kinds.ASKED.get(lowered, Kind.CALCULATE)


def _calculation(question: Question, form: Form) -> Formula | None:
    row, lowered = question.row, question.written.lower()
    if lowered in kinds.FILLED:
        return _constant(row, kinds.FILLED[lowered])
    if lowered in kinds.PRIVATE:
        form.warn(row, "type", f"{lowered} is left empty: no form gets the number or the phone in clear")
        return _constant(row, "''")
    if row.get("calculation"):
        return form.formulas.read(row, "calculation")
    default = row.get("default")
    if default and _DYNAMIC.search(default):
        return form.formulas.of(row, form.workbook.survey.header("default"), f"once({default})")
    if lowered == "hidden":
        return _constant(row, _quoted(default))
    form.refuse(row, "calculation", "a calculate needs a calculation")
    return None


def _constant(row: Row, source: str) -> Formula:
    return Formula(row.number, "type", source, parse(source))


def _quoted(text: str) -> str:
    return f'"{text}"' if "'" in text else f"'{text}'"


def _silent(made: Draft, form: Form) -> Draft:
    """A note that is only a picture keeps its name, for expressions, and is never shown."""
    row = made.question.row
    if not any(column.name in MEDIA for column in row.cells):
        form.refuse(row, "label", "a note without words: fill label or hint")
    return replace(made, kind=Kind.CALCULATE, calculation=_constant(row, "''"))


def _asked(made: Draft, form: Form) -> Draft:
    row, survey = made.question.row, form.workbook.survey
    constraint = form.formulas.read(row, "constraint")
    made = replace(
        made,
        constraint=constraint,
        constraint_message=form.words(survey, row, "constraint_message") if constraint else {},
        required=_required(row, form),
        required_message=form.words(survey, row, "required_message"),
        default=_default(made, form),
    )
    if made.kind in LISTS:
        return _with_choices(made, form)
    if made.question.written.lower() == kinds.RANGE:
        return _with_range(made, form)
    return _with_bounds(made) if made.kind in NUMBERS else made


def _required(row: Row, form: Form) -> bool:
    written = row.get("required").strip()
    if not written or written in yes_no:
        return bool(yes_no.get(written))
    formula = form.formulas.read(row, "required")
    if formula and not formula.expression.bare_words:
        form.warn(row, "required", "only yes and no are known here: the question may always be skipped")
    return False


def _default(made: Draft, form: Form) -> str:
    row = made.question.row
    default = row.get("default").strip()
    if _DYNAMIC.search(default):
        form.refuse(
            row, "default", "not supported: a computed default. Write a value, or use a calculate", unsupported=True
        )
        return ""
    return _MIDNIGHT.sub("", default) if made.kind is Kind.DATE else default


def _with_choices(made: Draft, form: Form) -> Draft:
    row, select = made.question.row, kinds.select(made.question.written)
    if select is None:
        return replace(made, choices=_acknowledgement(row))
    choices = form.lists.by_name.get(select.list_name, ())
    _check_list(row, select.list_name, len(choices), form)
    if "randomize" in _parameters(row):
        form.warn(row, "parameters", "choices keep the order of the sheet")
    made = replace(made, choices=choices, choice_filter=form.formulas.read(row, "choice_filter"))
    _check_default(made, form)
    return made


def _acknowledgement(row: Row) -> tuple[ListedChoice, ...]:
    return (ListedChoice(Row(row.number, {Column("label"): ACKNOWLEDGED}), ACKNOWLEDGED, {}),)


def _check_list(row: Row, list_name: str, count: int, form: Form) -> None:
    if list_name.startswith("${"):
        form.refuse(row, "type", "not supported: choices made of earlier answers", unsupported=True)
    elif not count:
        form.refuse(row, "type", f"the choices sheet has no list named {list_name}")
    elif count > MAX_CHOICES:
        why = f"the list {list_name} has {count} choices, {MAX_CHOICES} at most: cut it in two questions"
        form.refuse(row, "type", why)


def _check_default(made: Draft, form: Form) -> None:
    wanted = made.default.split() if made.kind is Kind.SELECT_MULTIPLE else [made.default] if made.default else []
    for name in wanted:
        if name not in {choice.name for choice in made.choices}:
            form.refuse(made.question.row, "default", f"the list has no choice named {name}")


def _parameters(row: Row) -> dict[str, str]:
    return {key.lower(): value for key, value in _PARAMETER.findall(row.get("parameters"))}


def _with_range(made: Draft, form: Form) -> Draft:
    """start, end and step, which pyxform takes to be 1, 10 and 1."""
    given = {"start": "1", "end": "10", "step": "1"} | _parameters(made.question.row)
    if not all(_WHOLE.fullmatch(given[name]) for name in ("start", "end", "step")):
        form.refuse(made.question.row, "parameters", "not supported: a range goes in whole steps", unsupported=True)
        return made
    made = replace(made, minimum=given["start"], maximum=given["end"])
    if abs(int(given["step"])) in {0, 1}:
        return made
    steps = f"(. - {given['start']}) mod {given['step']} = 0"
    return replace(made, constraint=_joined(made, steps))


def _joined(made: Draft, source: str) -> Formula:
    if made.constraint:
        source = f"({made.constraint.source}) and {source}"
    return Formula(made.question.row.number, "parameters", source, parse(source))


def _with_bounds(made: Draft) -> Draft:
    """What a constraint such as `. >= 18 and . <= 99` says, so that a wrong answer is told the limits."""
    if made.constraint is None or made.constraint_message:
        return made
    parts = [_BOUND.fullmatch(part.strip(" ()")) for part in made.constraint.source.split(" and ")]
    found = {part[1]: part[2] for part in parts if part}
    if None in parts or len(found) != len(parts):
        return made
    return replace(made, minimum=found.get(">=", ""), maximum=found.get("<=", ""))
