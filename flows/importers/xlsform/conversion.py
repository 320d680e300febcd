"""pyxform's own opinion of a form. It stops at the first thing it refuses, and is asked again without that thing."""

import copy
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from xml.parsers.expat import ExpatError

from pyxform.errors import PyXFormError
from pyxform.parsing.expression import is_xml_tag
from pyxform.xls2xform import convert

from flows.importers.xlsform import kinds
from flows.importers.xlsform.problems import Problem
from flows.importers.xlsform.workbook import Workbook

ROUNDS = 10  # conversions of one form: what is found before leaves few things to pyxform, and each costs up to 0.6 s
_ROOT = "jamakan_form"  # pyxform's own name for the root, data, is also a common name of a question
_FIRST = 2  # the row below the headers
_ROW = re.compile(r"^\[row : (\d+)\]\s*")
_PLACE = re.compile(r"^On the '(\w+)' sheet, the '([^']+)' value (?:'[^']*' )?is (?:invalid|problematic)\.\s*")
_QUOTED = re.compile(r"['\[{]([\w.-]+)['\]}]|named ([\w.-]*\w)")


def objections(workbook: Workbook, found: Sequence[Problem], left_out: Iterable[Problem]) -> Iterator[Problem]:
    """What pyxform refuses besides what was `found` and the questions left out.

    What it does not place may follow from something found: it is told when nothing else is wrong.
    """
    form = _Mended(workbook)
    for problem in (*found, *left_out):
        form.mend(problem)
    alone = not found
    for _ in range(ROUNDS):
        objection = _objection(form.raw)
        if objection is None:
            return
        problem = _placed(objection, workbook)
        if problem.row or alone:
            yield problem
        if not (form.mend(problem) or form.remove(problem)):
            return
        alone = False


def _objection(raw: Mapping[str, Any]) -> Problem | None:
    try:
        convert(copy.deepcopy(dict(raw)), warnings=[], validate=False, form_name=_ROOT)
    except PyXFormError as error:
        return _problem(str(error))
    except (AttributeError, LookupError, TypeError, ValueError, ExpatError) as error:
        return Problem("", 0, "", "", f"pyxform cannot convert the form ({type(error).__name__}: {error})")
    return None


def _problem(message: str) -> Problem:
    said = " ".join(message.split())
    row = _ROW.match(said)
    said = _ROW.sub("", said)
    place = _PLACE.match(said)
    sheet, column = (place[1], place[2]) if place else ("survey" if row else "", "")
    return Problem(sheet, int(row[1]) if row else 0, column, "", f"pyxform: {_PLACE.sub('', said)}")


def _placed(problem: Problem, workbook: Workbook) -> Problem:
    """With the row of the question it names, if it names one, and with what is written there."""
    row = problem.row or _row_named(problem.why, workbook)
    name = problem.sheet or ("survey" if row else "")
    sheet = workbook.sheet(name)
    if sheet is None:
        return Problem(name, row, problem.column, "", problem.why)
    cells = next((one.cells for one in sheet.rows if one.number == row), {})
    written = {header: cells.get(column, "") for column, header in sheet.headers.items()}
    header = problem.column if problem.column in written else sheet.header(problem.column)
    return Problem(name, row, header, written.get(header, ""), problem.why)


def _row_named(why: str, workbook: Workbook) -> int:
    rows = {row.get("name"): row.number for row in reversed(workbook.survey.rows) if row.get("name")}
    named = (first or second for first, second in _QUOTED.findall(why))
    return next((rows[name] for name in named if name in rows), 0)


class _Mended:
    """The rows of a form, with something harmless in the place of what is refused already."""

    def __init__(self, workbook: Workbook) -> None:
        self.raw: dict[str, Any] = copy.deepcopy(dict(workbook.raw))
        self._mended: set[tuple[str, int, str]] = set()
        self._choices = workbook.choices
        self._type, self._name = (workbook.survey.header(name) for name in ("type", "name"))
        self._names = Counter(row.get(self._name, "") for row in self.raw.get("survey") or ())

    def mend(self, problem: Problem) -> bool:
        """Put something harmless there. False when that was done before, or cannot be."""
        sheet, row = problem.sheet, problem.row
        place = (sheet, row, problem.column if row < _FIRST or sheet == "settings" else "")
        if place in self._mended:
            return False
        self._mended.add(place)
        if sheet == "entities":
            self.raw.update(entities=[], entities_header=[])
        elif sheet and (row < _FIRST or sheet == "settings"):
            self._without_column(sheet, problem.column, keep_header=row >= _FIRST)
        elif not self._has(sheet, row):
            return False
        elif sheet == "survey":
            self._mend_question(row)
        else:
            self._mend_choice(row)
        return True

    def remove(self, problem: Problem) -> bool:
        """Empty a row that is refused whatever stands there. False when nothing does."""
        found = self._has(problem.sheet, problem.row)
        if found:
            self.raw[problem.sheet][problem.row - _FIRST] = {}
        return found

    def _has(self, sheet: str, row: int) -> bool:
        rows = self.raw.get(sheet) or ()
        return _FIRST <= row < len(rows) + _FIRST and bool(rows[row - _FIRST])

    def _without_column(self, sheet: str, header: str, *, keep_header: bool = False) -> None:
        for row in self.raw.get(sheet) or ():
            row.pop(header, None)
        for headers in () if keep_header else self.raw.get(f"{sheet}_header") or ():
            headers.pop(header, None)

    def _mend_question(self, number: int) -> None:
        """A group, its beginning or end being wrong, leaves its questions behind: all groups go."""
        rows = self.raw["survey"]
        control = self._is_control(rows[number - _FIRST])
        self._hide(number - _FIRST)
        for place in [place for place, row in enumerate(rows) if self._is_control(row)] if control else ():
            self._hide(place)

    def _is_control(self, row: Mapping[str, str]) -> bool:
        return kinds.control(" ".join(row.get(self._type, "").split())) is not None

    def _hide(self, place: int) -> None:
        """A hidden question of the same name, since others may ask for it; nothing when the name is taken."""
        name = self.raw["survey"][place].get(self._name, "")
        usable = self._names[name] == 1 and is_xml_tag(name)
        self._names[name] -= not usable
        self.raw["survey"][place] = {self._type: "hidden", self._name: name} if usable else {}

    def _mend_choice(self, number: int) -> None:
        sheet = self._choices
        list_name = self.raw["choices"][number - _FIRST].get(sheet.header("list_name"), "")
        labels = {header: "?" for column, header in sheet.headers.items() if column.name == "label"}
        choice = {sheet.header("list_name"): list_name, sheet.header("name"): f"mended_{number}", **labels}
        self.raw["choices"][number - _FIRST] = choice if list_name else {}
