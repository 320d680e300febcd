"""Warnings about the form as a whole: missing translations, titles of groups, languages that had to be guessed."""

from collections.abc import Mapping, Sequence

from flows.importers.xlsform.columns import TRANSLATED
from flows.importers.xlsform.drafts import Draft
from flows.importers.xlsform.form import Form
from flows.importers.xlsform.languages import unknown
from flows.importers.xlsform.problems import Problem
from flows.importers.xlsform.workbook import Row, Sheet
from flows.steps import Kind

_SHOWN = 12  # rows listed before "and 30 more"


def notice(drafts: Sequence[Draft], form: Form) -> None:
    _languages(form)
    _group_titles(drafts, form)
    survey, choices = form.workbook.survey, form.workbook.choices
    shown = [draft.question.row for draft in drafts if draft.kind is not Kind.CALCULATE]
    for name in ("label", "hint", "constraint_message", "required_message"):
        _translations(survey, shown, name, form)
    listed = {choice.row.number: choice.row for draft in drafts for choice in draft.choices}
    written = (listed[number] for number in sorted(listed))  # or_other and acknowledgements add unwritten ones
    _translations(choices, [row for row in written if row.get("list_name")], "label", form)


def _languages(form: Form) -> None:
    for written in unknown(form.languages.written):
        code = form.languages.written[written]
        why = f"read as the language {code}: write its code, as in Bambara (bm)"
        form.warnings.add(Problem("survey", 1, f"label::{written}", written, why))


def _group_titles(drafts: Sequence[Draft], form: Form) -> None:
    titled = {
        group.number: group
        for draft in drafts
        for group in draft.question.groups
        if any(column.name == "label" for column in group.cells)
    }
    if titled:
        rows = sorted(titled)
        why = f"titles of groups are not shown ({_rows(rows)}): put what matters in a note"
        form.warnings.add(Problem("survey", rows[0], "label", "", why))


def _translations(sheet: Sheet, rows: Sequence[Row], name: str, form: Form) -> None:
    by_code = {code: header for header, code in _headers(sheet, name, form).items()}
    for code in form.languages.codes:
        lacking = [row.number for row in rows if _has_words(row, name) and code not in _codes(row, name, form)]
        if lacking:
            why = f"no words in '{code}' ({_rows(lacking)}): other words are shown instead"
            form.warnings.add(Problem(sheet.name, lacking[0], by_code.get(code, name), "", why))


def _headers(sheet: Sheet, name: str, form: Form) -> Mapping[str, str]:
    own = {column: header for column, header in sheet.headers.items() if column.name == name in TRANSLATED}
    return {header: form.languages.written.get(column.language, column.language) for column, header in own.items()}


def _has_words(row: Row, name: str) -> bool:
    return any(column.name == name for column in row.cells)


def _codes(row: Row, name: str, form: Form) -> set[str]:
    return {form.languages.written.get(language, language) for language, _ in row.translations(name)}


def _rows(numbers: Sequence[int]) -> str:
    listed = ", ".join(map(str, numbers[:_SHOWN]))
    more = f" and {len(numbers) - _SHOWN} more" if len(numbers) > _SHOWN else ""
    return f"row {listed}{more}" if len(numbers) == 1 else f"rows {listed}{more}"
