"""The recipients of a spreadsheet: numbers made one, duplicates merged, every problem of every row told."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from jamakan.broadcasts.spreadsheet.columns import Columns, columns
from jamakan.phones import PhoneError
from jamakan.programme.audience import Audience, Sheet
from jamakan.programme.plan import Recipient
from jamakan.sentences import Sentence, said
from jamakan.spreadsheets import Problem, Row, SpreadsheetError, rows
from jamakan.spreadsheets.headers import language_code, phone_number

LETTERS = 160  # of a cell that goes into a text


@dataclass(frozen=True, slots=True)
class Recipients:
    """`columns`: the placeholders that texts may use. `merged`: rows left out because their number came before."""

    lines: tuple[Recipient, ...]
    columns: tuple[str, ...]
    merged: tuple[Problem, ...]

    @property
    def audience(self) -> Audience:
        return Audience(spreadsheet=Sheet(lines=len(self.lines), columns=self.columns))


def recipients(data: bytes, *, country: str, languages: Sequence[str], used: Collection[str]) -> Recipients:
    """Read a spreadsheet. `used`: the placeholders of the texts, which no row may leave empty.

    Raises SpreadsheetError with every problem.
    """
    found = rows(data)
    header = next(found, None)
    if header is None:
        raise SpreadsheetError([Problem(0, "", said("the file has no rows"))])
    known = columns(header.number, header.cells)
    if not isinstance(known, Columns):
        raise SpreadsheetError(known)
    return _Desk(known, country, languages, frozenset(used)).read(found)


@dataclass(frozen=True, slots=True)
class _Desk:
    columns: Columns
    country: str
    languages: Sequence[str]
    used: frozenset[str]

    def read(self, found: Iterator[Row]) -> Recipients:
        lines: list[Recipient] = []
        problems: list[Problem] = []
        merged: list[Problem] = []
        first: dict[str, int] = {}  # phone → its first row
        for row in found:
            line, wrong = self._line(row)
            problems += wrong
            if line is None:
                continue
            if line.phone in first:
                why = said("the same number as row {row}", row=first[line.phone])
                merged.append(self._problem(row, self.columns.phone, why))
            elif not wrong:
                lines.append(line)
            first.setdefault(line.phone, row.number)
        if not (lines or problems):
            problems = [Problem(0, "", said("the file has no row below its header"))]
        if problems:
            raise SpreadsheetError(problems)
        return Recipients(tuple(lines), tuple(self.columns.others), tuple(merged))

    def _line(self, row: Row) -> tuple[Recipient | None, list[Problem]]:
        problems = list(self._wrong_fields(row))
        language = self._language(row)
        if language is None:
            why = said(
                "no such language here: write one of {known}, or leave it empty", known=", ".join(self.languages)
            )
            problems.append(self._problem(row, self.columns.language or 0, why))
        try:
            phone = phone_number(_cell(row, self.columns.phone), self.country)
        except PhoneError as error:
            return None, [self._problem(row, self.columns.phone, error.reason), *problems]
        fields = {name: _cell(row, place) for name, place in self.columns.others.items() if name in self.used}
        return Recipient(phone, language or "", fields), problems

    def _language(self, row: Row) -> str | None:
        written = "" if self.columns.language is None else _cell(row, self.columns.language)
        return language_code(written, self.languages) if written else ""

    def _wrong_fields(self, row: Row) -> Iterator[Problem]:
        for name, place in self.columns.others.items():
            value = _cell(row, place)
            if not value and name in self.used:
                yield self._problem(row, place, said("empty, and the text says {{{name}}}: fill it in", name=name))
            if len(value) > LETTERS and name in self.used:
                why = said("{letters} letters, {most} at most: shorten it", letters=len(value), most=LETTERS)
                yield self._problem(row, place, why)

    def _problem(self, row: Row, place: int, why: Sentence) -> Problem:
        return Problem(row.number, self.columns.header(place), why)


def _cell(row: Row, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""
