"""The rows of a form as sheets of cells by column, whatever its headers are called."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flows.importers.limits import IMPORT_ROWS
from flows.importers.xlsform.columns import Column, column
from flows.importers.xlsform.problems import Problem, XlsformError, excerpt
from flows.importers.xlsform.rows import NO_FORM, SHEETS, Rows


@dataclass(frozen=True, slots=True)
class Row:
    """number: as Excel shows it, the header being row 1."""

    number: int
    cells: Mapping[Column, str]

    def get(self, name: str) -> str:
        return self.cells.get(Column(name), "")

    def translations(self, name: str) -> Iterator[tuple[str, str]]:
        """Language as written ("" for none) and text, of a column with or without `::`."""
        return ((key.language, text) for key, text in self.cells.items() if key.name == name)


@dataclass(frozen=True, slots=True)
class Sheet:
    """headers: column → header as written."""

    name: str
    rows: Sequence[Row] = ()
    headers: Mapping[Column, str] = field(default_factory=dict)

    def header(self, name: str) -> str:
        """How the form calls a column, for problems."""
        return self.headers.get(Column(name), name)


@dataclass(frozen=True, slots=True)
class Workbook:
    """raw: what pyxform read, to have it convert the form. others: the names of further sheets that have rows.

    problems: columns that are given twice, of which the first is read.
    """

    survey: Sheet
    choices: Sheet
    settings: Sheet
    others: frozenset[str]
    raw: Mapping[str, Any]
    problems: tuple[Problem, ...]

    def sheet(self, name: str) -> Sheet | None:
        return {sheet.name: sheet for sheet in (self.survey, self.choices, self.settings)}.get(name)


def workbook(rows: Rows) -> Workbook:
    """The form in `rows`.

    Raises:
        XlsformError: what was read is no form.
    """
    raw, problems = rows["sheets"], [Problem(**problem) for problem in rows["problems"]]
    if not raw:
        raise XlsformError(problems)
    if not raw.get("survey_header"):
        found = ", ".join(raw.get("sheet_names") or ()) or "none"
        raise XlsformError([Problem("", 0, "", "", f"{NO_FORM} (sheets found: {excerpt(found)})")])
    _check_size(raw)
    survey, choices, settings = (_sheet(raw, name, problems) for name in SHEETS)
    if Column("type") not in survey.headers:
        found = ", ".join(survey.headers.values())
        why = f"this is not a form: no column is named type (columns found: {excerpt(found)})"
        raise XlsformError([Problem("survey", 1, "", "", why)])
    others = frozenset(name for name in ("external_choices", "entities", "osm") if raw.get(name))
    return Workbook(survey, choices, settings, others, raw, tuple(problems))


def _check_size(raw: Mapping[str, Any]) -> None:
    for name, most in IMPORT_ROWS.items():
        if (rows := len(raw.get(name) or ())) > most:
            raise XlsformError([Problem(name, 0, "", "", f"the sheet has {rows:,} rows; {most:,} at most")])


def _sheet(raw: Mapping[str, Any], name: str, problems: list[Problem]) -> Sheet:
    written = [header for headers in raw.get(f"{name}_header") or () for header in headers if header]
    double_colons = any("::" in header for header in written)
    headers: dict[Column, str] = {}
    for header in written:
        key = column(header, double_colons)
        if key not in headers:
            headers[key] = header
        elif name != "settings":  # there, form_id beside id_string is common and harmless
            why = f"this column is the same as {headers[key]}: keep one of the two"
            problems.append(Problem(name, 1, header, "", why))
    columns = {header: key for key, header in headers.items()}
    rows = [
        Row(number, {columns[header]: text for header, text in cells.items() if header in columns and text})
        for number, cells in enumerate(raw.get(name) or (), start=2)
    ]
    return Sheet(name, rows, headers)
