"""Leaving out what no phone can be asked, when the author agrees: optional questions that nothing else needs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pyxform.aliases import yes_no

from flows.importers.xlsform import wording
from flows.importers.xlsform.drafts import Draft
from flows.importers.xlsform.form import Form
from flows.importers.xlsform.outline import Outline, Question
from flows.importers.xlsform.problems import Problem


@dataclass(frozen=True, slots=True)
class Left:
    """kept: drafts of the questions that stay. offences: what still forbids the import. out: why others are left."""

    kept: Sequence[Draft]
    offences: Sequence[Problem]
    out: Sequence[Problem]


def leave_out(drafts: Sequence[Draft], outline: Outline, form: Form) -> Left:
    needed_by = _needed_by(drafts, outline)
    rows = _leavable(outline, form)
    while stuck := _stuck(rows, needed_by):
        rows = {row: question for row, question in rows.items() if row not in stuck}
    offences, out = [], []
    for problem in form.offences:
        if problem.sheet == "survey" and problem.row in rows:
            out.append(problem)
        else:
            offences.append(_explained(problem, outline, needed_by))
    kept = [draft for draft in drafts if draft.question.row.number not in rows]
    return Left(kept, offences, out)


def _leavable(outline: Outline, form: Form) -> Mapping[int, Question]:
    """Row → optional question all of whose offences are that it is not supported."""
    supported = {problem.row for problem in form.offences if problem.sheet == "survey" and not problem.unsupported}
    unsupported = {problem.row for problem in form.offences if problem.sheet == "survey" and problem.unsupported}
    return {
        question.row.number: question
        for question in outline.questions
        if question.row.number in unsupported - supported and _is_optional(question)
    }


def _is_optional(question: Question) -> bool:
    written = question.row.get("required").strip()
    return not written or yes_no.get(written) is False


def _needed_by(drafts: Sequence[Draft], outline: Outline) -> Mapping[str, frozenset[int]]:
    """Name → rows of the questions whose expressions or labels ask for it."""
    found: dict[str, set[int]] = {}
    for draft in drafts:
        for formula in draft.formulas():
            for name in formula.expression.references:
                found.setdefault(name, set()).add(draft.question.row.number)
    for question in outline.questions:
        for name in _in_labels(question):
            found.setdefault(name, set()).add(question.row.number)
    return {name: frozenset(rows - {_row_of(name, outline)}) for name, rows in found.items()}


def _in_labels(question: Question) -> Iterator[str]:
    for text in question.row.cells.values():
        if "${" in text:
            yield from wording.references(text)


def _row_of(name: str, outline: Outline) -> int:
    return next((question.row.number for question in outline.questions if question.name == name), 0)


def _stuck(rows: Mapping[int, Question], needed_by: Mapping[str, frozenset[int]]) -> set[int]:
    """Those of `rows` that a question that stays needs."""
    return {row for row, question in rows.items() if needed_by.get(question.name, frozenset()) - rows.keys()}


def _explained(problem: Problem, outline: Outline, needed_by: Mapping[str, frozenset[int]]) -> Problem:
    """With the reason it cannot be left out."""
    question = next((one for one in outline.questions if one.row.number == problem.row), None)
    if problem.sheet != "survey" or not problem.unsupported or question is None:
        return problem
    if not _is_optional(question):
        return replace(problem, why=f"{problem.why} (required, so it cannot be left out)")
    needing = ", ".join(map(str, sorted(needed_by.get(question.name, ()))))
    return replace(problem, why=f"{problem.why} (row {needing} needs it)") if needing else problem
