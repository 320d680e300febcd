"""The rows of the survey sheet as a flat list of questions, each knowing the groups it stands in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyxform.aliases import yes_no

from flows.importers.xlsform import kinds
from flows.importers.xlsform.columns import MEDIA, Column
from flows.importers.xlsform.problems import Findings, Problem
from flows.importers.xlsform.workbook import Row, Sheet
from flows.limits import MAX_STEPS
from flows.loader.readers import GROUP_NAME, STEP_NAME

_FIRST_FOR_ACTION = ("trigger", "save_to")
_SETTINGS = frozenset({"set form title", "set form id", "form_title", "form_id"})  # old forms keep them in the survey


@dataclass(frozen=True, slots=True)
class Question:
    """A row that asks, shows or computes something.

    written: its type. groups: the rows that begin those it stands in, outermost first. refused: its type is none that
        can be played; it is kept so that its name is known.
    """

    row: Row
    name: str
    written: str
    groups: tuple[Row, ...] = ()
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """groups: names of groups, which no expression can ask for, as often as they are given."""

    questions: Sequence[Question]
    groups: tuple[str, ...]


def outline(sheet: Sheet, offences: Findings, warnings: Findings) -> Outline:
    reader = _Reader(sheet, offences, warnings)
    questions = list(reader.questions())
    _check_names(sheet, questions, offences)
    if not questions:
        offences.add(Problem("survey", 0, "", "", "there is nothing to ask: the sheet has no questions"))
    if len(questions) > MAX_STEPS:
        why = f"{len(questions)} questions: at most {MAX_STEPS} can be played"
        offences.add(Problem("survey", questions[MAX_STEPS].row.number, "", "", why))
    return Outline(questions, tuple(filter(None, reader.group_names)))


class _Reader:
    def __init__(self, sheet: Sheet, offences: Findings, warnings: Findings) -> None:
        self._sheet = sheet
        self._offences = offences
        self._warnings = warnings
        self._open: list[tuple[Row, kinds.Control]] = []
        self._groups_seen: dict[tuple[int, str], int] = {}  # the group around it, its name → its row
        self.group_names: list[str] = []

    def questions(self) -> Iterator[Question]:
        for row in self._sheet.rows:
            if row.cells and not yes_no.get(row.get("disabled")):
                yield from self._row(row)
        for row, _ in self._open:
            self._refuse(row, "type", f"the group {row.get('name')} is never ended")

    def _row(self, row: Row) -> Iterator[Question]:
        written = " ".join(row.get("type").split())
        if not written:
            self._without_type(row)
        elif written.lower() in kinds.IGNORED | _SETTINGS:
            return
        elif control := kinds.control(written):
            self._control(row, control)
        else:
            self._check_columns(row)
            groups = tuple(group for group, _ in self._open)
            yield Question(row, self._name(row, written), written, groups, self._is_refused(row, written))

    def _without_type(self, row: Row) -> None:
        if row.get("name") or any(row.translations("label")):
            self._refuse(row, "type", "a question without a type: fill the type, or empty the row")
        else:
            self._warn(row, "type", "a row without type, name and label is read as a comment")

    def _name(self, row: Row, written: str) -> str:
        name = row.get("name")
        if not name and written.lower() in kinds.ASKED and kinds.ASKED[written.lower()] == "note":
            return f"note_{row.number}"
        if not name and not kinds.refusal(written):
            self._refuse(row, "name", "a question without a name")
        elif name and not STEP_NAME.fullmatch(name):
            why = "a name has letters without accents, digits, _ - . only, starts with a letter, 64 at most"
            self._refuse(row, "name", why)
        return name

    def _is_refused(self, row: Row, written: str) -> bool:
        lowered = written.lower()
        playable = {*kinds.ASKED, *kinds.FILLED, *kinds.PRIVATE, *kinds.ACKNOWLEDGE, kinds.RANGE}
        if lowered in playable or kinds.select(written):
            return False
        reason = kinds.refusal(written)
        why = f"not supported: {reason}" if reason else "this is no type ODK knows: check the spelling"
        self._refuse(row, "type", why, unsupported=bool(reason))
        return True

    def _control(self, row: Row, control: kinds.Control) -> None:
        if control.begins:
            if control.repeats:
                why = "not supported: repeats. Ask for the first few one by one, or hold one dialogue for each"
                self._refuse(row, "type", why, unsupported=True)
            self._check_group_name(row)
            self._open.append((row, control))
            self.group_names.append(row.get("name"))
        elif self._open and self._open[-1][1].repeats == control.repeats:
            self._open.pop()
        else:
            opened = f", opened in row {self._open[-1][0].number}" if self._open else ""
            self._refuse(row, "type", f"this ends nothing that is open{opened}")

    def _check_group_name(self, row: Row) -> None:
        name, around = row.get("name"), self._open[-1][0].number if self._open else 0
        if not name:
            self._refuse(row, "name", "a group without a name")
        elif not GROUP_NAME.fullmatch(name):
            self._refuse(row, "name", "a name has letters, digits, _ - . only and starts with a letter")
        elif (around, name) in self._groups_seen:
            first = self._groups_seen[around, name]
            self._refuse(row, "name", f"the group in row {first} has this name already: rename one")
        self._groups_seen.setdefault((around, name), row.number)

    def _check_columns(self, row: Row) -> None:
        for name in _FIRST_FOR_ACTION:
            if row.get(name):
                self._refuse(row, name, f"not supported: {name}", unsupported=True)
        for column in row.cells:
            if column.name in MEDIA:
                self._warn(row, self._sheet.headers[column], "pictures and sounds are not shown")

    def _refuse(self, row: Row, name: str, why: str, *, unsupported: bool = False) -> None:
        column = self._sheet.header(name)
        self._offences.add(Problem("survey", row.number, column, row.get(name), why, unsupported))

    def _warn(self, row: Row, column: str, why: str) -> None:
        self._warnings.add(Problem("survey", row.number, column, row.cells.get(Column(column), ""), why))


def _check_names(sheet: Sheet, questions: Sequence[Question], offences: Findings) -> None:
    first: dict[str, int] = {}
    for question in questions:
        if question.name in first:
            why = f"row {first[question.name]} has this name already (groups are flattened): rename one"
            offences.add(Problem("survey", question.row.number, sheet.header("name"), question.name, why))
        elif question.name:
            first[question.name] = question.row.number


def places(questions: Sequence[Question]) -> Mapping[str, int]:
    """Name → place in the form, the first one where a name is given twice."""
    return {question.name: place for place, question in reversed(tuple(enumerate(questions)))}
