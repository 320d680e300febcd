"""From a row of the survey sheet to a draft of its step."""

import re
from dataclasses import replace

from pyxform.aliases import yes_no

from flows.expressions import parse
from flows.importers.xlsform import kinds, wording
from flows.importers.xlsform.bounds import bounds_in
from flows.importers.xlsform.choices import ListedChoice
from flows.importers.xlsform.columns import MEDIA, Column
from flows.importers.xlsform.drafts import Draft, GroupDraft
from flows.importers.xlsform.form import Form
from flows.importers.xlsform.formulas import Formula
from flows.importers.xlsform.outline import Question
from flows.importers.xlsform.parameters import check_order_of_choices, with_range
from flows.importers.xlsform.problems import Problem
from flows.importers.xlsform.workbook import Row
from flows.limits import MAX_CHOICES
from flows.steps import LISTS, NUMBERS, Kind

ACKNOWLEDGED = "OK"
_DYNAMIC = re.compile(r"\$\{|[\w-]\(")
_MIDNIGHT = re.compile(r"[T ]00:00:00$")  # how a date cell of Excel reads


def draft(question: Question, form: Form) -> Draft:
    """The draft of a question whose type is not refused."""
    row, kind = question.row, _kind(question, form)
    survey = form.workbook.survey
    made = Draft(
        question,
        kind,
        groups=tuple(_group(one, form) for one in question.groups),
        relevant=form.formulas.read(row, "relevant"),
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


def _group(row: Row, form: Form) -> GroupDraft:
    titles = (
        (form.languages.written.get(one, one), wording.with_placeholders(text))
        for one, text in row.translations("label")
    )
    return GroupDraft(row, dict(titles), form.formulas.read(row, "relevant"))


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
        return with_range(made, form)
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
    made = replace(made, right=row.get("right").strip())
    choices = form.lists.by_name.get(select.list_name, ())
    _check_list(row, select.list_name, len(choices), form)
    check_order_of_choices(row, form)
    made = replace(made, choices=choices, choice_filter=form.formulas.read(row, "choice_filter"))
    if choices:
        _check_default(made, form)
    if made.kind is Kind.SELECT_MULTIPLE:
        _check_no_spaces(made, form)
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


def _check_no_spaces(made: Draft, form: Form) -> None:
    sheet = form.workbook.choices
    for choice in made.choices:
        if " " in choice.name:
            asked = made.question.row.number
            why = f"a space separates the answers of a select_multiple (row {asked}): write _ instead"
            form.offences.add(Problem(sheet.name, choice.row.number, sheet.header("name"), choice.name, why))


def _with_bounds(made: Draft) -> Draft:
    """What a constraint such as `. >= 18 and . <= 99` says, so that a wrong answer is told the limits."""
    if made.constraint is None or made.constraint_message:
        return made
    least, most = bounds_in(made.constraint.source) or (None, None)
    return replace(made, minimum="" if least is None else str(least), maximum="" if most is None else str(most))
