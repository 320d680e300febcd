"""Every `${name}` of every cell, also of columns that Jamakan has no use for: ODK reads them all.

What counts as one is pyxform's own definition, so that nothing is left for it to refuse.
"""

import re
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from pyxform.parsing.expression import RE_PYXFORM_REF_INNER, RE_PYXFORM_REF_OUTER

from flows.importers.limits import IMPORT_GUESSES
from flows.importers.xlsform.columns import MEDIA, TRANSLATED, Column
from flows.importers.xlsform.form import Form
from flows.importers.xlsform.outline import Outline
from flows.importers.xlsform.problems import Problem
from flows.importers.xlsform.workbook import Row, Sheet
from flows.placeholders import GIVEN, names

_EXPRESSIONS = frozenset({"relevant", "constraint", "calculation", "choice_filter", "required", "default"})
_USED = TRANSLATED | _EXPRESSIONS
_NEVER_READ = frozenset({"type", "name", "trigger"})
_BY_ODK_ITSELF = frozenset({"instanceID"})


def check_mentions(outline: Outline, form: Form) -> None:
    """Notes every `${` that is not closed or names nothing, and every `{name}` of a label that names nothing."""
    checker = _Checker(outline, form)
    for row in form.workbook.settings.rows:
        checker.row(form.workbook.settings, row)
    for row in form.workbook.survey.rows:
        checker.row(form.workbook.survey, row)
    for row in form.workbook.choices.rows:
        checker.row(form.workbook.choices, row)


class _Checker:
    def __init__(self, outline: Outline, form: Form) -> None:
        self._form = form
        self._groups = outline.groups
        self._questions = [question.name for question in outline.questions]
        self._guesses: dict[str, str] = {}
        self._named = Counter([*self._questions, *outline.groups])
        self._reported = {(problem.sheet, problem.row, problem.column) for problem in form.offences}

    def row(self, sheet: Sheet, row: Row) -> None:
        for column, text in row.cells.items():
            if "{" in text and _is_read(sheet, column):
                for why in self._reasons(sheet, row, column, text):
                    self._form.offences.add(Problem(sheet.name, row.number, sheet.headers[column], text, why))

    def _reasons(self, sheet: Sheet, row: Row, column: Column, text: str) -> Iterator[str]:
        told = (sheet.name, row.number, sheet.headers[column]) in self._reported
        for broken in () if told else _broken(text):
            yield f"{broken} is no question: write ${{name}}, the name without spaces and followed by }}"
        for name in dict.fromkeys(_mentioned(text)):  # functions of repeats, reported as such, name groups
            if why := self._unknown(name, used=column.name in _USED and not (told and name in self._groups)):
                yield why
        if column.name in TRANSLATED:
            yield from self._placeholders(text)

    def _unknown(self, name: str, *, used: bool) -> str:
        if self._named[name] > 1 and (name in self._groups or not used):
            return f"{name} names more than one row: rename all but one"
        if used and name in self._groups:
            return f"{name} is a group, which has no answer"
        if name in self._named or (not used and name in _BY_ODK_ITSELF):
            return ""
        near = self._near(name)
        return f"there is no question named {name}" + (f": did you mean {near}?" if near else "")

    def _near(self, name: str) -> str:
        if name not in self._guesses and len(self._guesses) < IMPORT_GUESSES:
            self._guesses[name] = next(iter(get_close_matches(name, self._questions, n=1)), "")
        return self._guesses.get(name, "")

    def _placeholders(self, text: str) -> Iterator[str]:
        for name in sorted(names(RE_PYXFORM_REF_OUTER.sub("", text)) - GIVEN - self._named.keys()):
            yield f"{{{name}}} stands for nothing: write ${{{name}}} for the answer to a question"


def _is_read(sheet: Sheet, column: Column) -> bool:
    if sheet.name == "choices":
        return column.name in {"label"} | MEDIA
    return sheet.name == "settings" or column.name not in _NEVER_READ


def _mentioned(text: str) -> Iterator[str]:
    for match in RE_PYXFORM_REF_OUTER.finditer(text):
        if inner := RE_PYXFORM_REF_INNER.fullmatch(match["pyxform_ref"] or ""):
            yield inner["ncname"]


def _broken(text: str) -> Iterator[str]:
    """What looks like a reference and is none."""
    for match in RE_PYXFORM_REF_OUTER.finditer(text) if len(text) > len("${") else ():
        if not RE_PYXFORM_REF_INNER.fullmatch(match["pyxform_ref"] or ""):
            yield re.sub(r"\s+", " ", match[0])[:40]
