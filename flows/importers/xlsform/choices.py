"""The choices sheet: its lists, each a tuple of choices in the order of the sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyxform.aliases import yes_no

from flows.importers.xlsform.columns import MEDIA, TRANSLATED, Column
from flows.importers.xlsform.problems import Findings, Problem
from flows.importers.xlsform.workbook import Row, Sheet, Workbook
from flows.loader.readers import CHOICE_NAME

OTHER = "other"  # the name ODK gives the choice that or_other adds
_OTHER_LABELS = {"fr": "Autre", "en": "Other"}
_OWN = TRANSLATED | MEDIA | {"list_name", "name"}


@dataclass(frozen=True, slots=True)
class ListedChoice:
    row: Row
    name: str
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Lists:
    """by_name: list → its choices. columns: all that a choice_filter may name."""

    by_name: Mapping[str, Sequence[ListedChoice]]
    columns: frozenset[str]
    duplicates_allowed: bool


def read_lists(workbook: Workbook, offences: Findings) -> Lists:
    sheet = workbook.choices
    extra = {column: header for column, header in sheet.headers.items() if column.name not in _OWN}
    found: dict[str, list[ListedChoice]] = {}
    for row in sheet.rows:
        if list_name := row.get("list_name"):
            _check_name(sheet, row, offences)
            cells = {header: row.cells[column] for column, header in extra.items() if column in row.cells}
            found.setdefault(list_name, []).append(ListedChoice(row, row.get("name"), cells))
    allowed = any(yes_no.get(row.get("allow_choice_duplicates")) for row in workbook.settings.rows)
    if not allowed:
        _check_distinct(sheet, found, offences)
    return Lists(found, frozenset({*extra.values(), "name"}), allowed)


def _check_name(sheet: Sheet, row: Row, offences: Findings) -> None:
    name = row.get("name")
    if not name:
        why = f"a choice of the list {row.get('list_name')} has no name"
    elif not CHOICE_NAME.fullmatch(name):
        why = "a choice name has one line of at most 100 characters"
    else:
        return
    offences.add(Problem("choices", row.number, sheet.header("name"), name, why))


def _check_distinct(sheet: Sheet, lists: Mapping[str, Sequence[ListedChoice]], offences: Findings) -> None:
    for list_name, choices in lists.items():
        first: dict[str, int] = {}
        for choice in choices:
            if choice.name in first:
                why = f"the list {list_name} has this name already in row {first[choice.name]}: rename one"
                offences.add(Problem("choices", choice.row.number, sheet.header("name"), choice.name, why))
            first.setdefault(choice.name, choice.row.number)


def with_other(choices: Sequence[ListedChoice]) -> Sequence[ListedChoice]:
    """As pyxform does for or_other: one more choice, unless the list has it."""
    if any(choice.name == OTHER for choice in choices):
        return choices
    cells = {Column("label", code): label for code, label in _OTHER_LABELS.items()}
    return [*choices, ListedChoice(Row(choices[0].row.number, cells), OTHER, {})]
