"""A spreadsheet of people: every problem of every row told before anything is kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flows.text.matching import normal
from jamakan.people.importing.columns import LANGUAGE_FIELD, NAME_FIELD, PHONE_FIELD, TOO_YOUNG, places, value
from jamakan.phones import PhoneError
from jamakan.sentences import Sentence, said
from jamakan.spreadsheets import Problem, Row, SpreadsheetError, rows
from jamakan.spreadsheets.headers import language_code, phone_number
from jamakan.store.registrations import FACTS

LONGEST_NAME = 80
MOST_PROBLEMS = 500  # told at once: whoever has more has the wrong column


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person of a spreadsheet, in the house's words. What its row does not say is ""."""

    row: int
    phone: str
    name: str
    age: str = ""
    sex: str = ""
    region: str = ""
    group: str = ""
    displacement: str = ""
    language: str = ""


def read(data: bytes, *, country: str, languages: Sequence[str]) -> list[Newcomer]:
    """The people of a file. Raises SpreadsheetError with every problem."""
    found = rows(data)
    header = next(found, None)
    if header is None:
        raise SpreadsheetError([Problem(0, "", said("the file has no rows"))])
    known = places(header.number, header.cells)
    if not isinstance(known, dict):
        raise SpreadsheetError(known)
    return _Desk(header.cells, known, country, languages).read(found)


@dataclass(frozen=True, slots=True)
class _Desk:
    headers: Sequence[str]
    places: Mapping[str, int]
    country: str
    languages: Sequence[str]

    def read(self, found: Iterator[Row]) -> list[Newcomer]:
        people: list[Newcomer] = []
        problems: list[Problem] = []
        first: dict[tuple[str, str], int] = {}  # who → their first row
        for row in found:
            one, wrong = self._person(row)
            who = (one.phone, normal(one.name))
            if not wrong and who in first:
                why = said("the same person as row {row}: delete one of the two", row=first[who])
                wrong = [self._problem(row, PHONE_FIELD, why)]
            first.setdefault(who, row.number)
            people.append(one)
            problems += wrong
            if len(problems) >= MOST_PROBLEMS:
                break
        if not people:
            problems = [Problem(0, "", said("the file has no row below its header"))]
        if problems:
            raise SpreadsheetError(problems)
        return people

    def _person(self, row: Row) -> tuple[Newcomer, list[Problem]]:
        problems: list[Problem] = []
        facts: dict[str, str] = {}
        for fact in FACTS:
            answer = value(fact, self._cell(row, fact))
            if answer is None:
                problems.append(self._problem(row, fact, said("not an answer we know: see the list below")))
            elif answer == TOO_YOUNG:
                problems.append(self._problem(row, fact, said("under 18: the programme keeps adults only")))
            facts[fact] = answer or ""
        phone, name = self._phone(row, problems), self._name(row, problems)
        return Newcomer(row.number, phone, name, language=self._language(row, problems), **facts), problems

    def _phone(self, row: Row, problems: list[Problem]) -> str:
        try:
            return phone_number(self._cell(row, PHONE_FIELD), self.country)
        except PhoneError as error:
            problems.append(self._problem(row, PHONE_FIELD, error.reason))
            return ""

    def _name(self, row: Row, problems: list[Problem]) -> str:
        name = " ".join(filter(None, (self._cell(row, "first_name"), self._cell(row, NAME_FIELD))))
        if name and not any(letter.isalpha() for letter in name):
            problems.append(self._problem(row, NAME_FIELD, said("a name is written in letters")))
        if len(name) > LONGEST_NAME:
            why = said("{letters} letters, {most} at most: shorten it", letters=len(name), most=LONGEST_NAME)
            problems.append(self._problem(row, NAME_FIELD, why))
        return name

    def _language(self, row: Row, problems: list[Problem]) -> str:
        written = self._cell(row, LANGUAGE_FIELD)
        code = language_code(written, self.languages) if written else ""
        if code is None:
            known = ", ".join(self.languages)
            why = said("no such language here: write one of {known}, or leave it empty", known=known)
            problems.append(self._problem(row, LANGUAGE_FIELD, why))
        return code or ""

    def _cell(self, row: Row, field: str) -> str:
        place = self.places.get(field)
        return row.cells[place] if place is not None and place < len(row.cells) else ""

    def _problem(self, row: Row, field: str, why: Sentence) -> Problem:
        place = self.places.get(field)
        return Problem(row.number, self.headers[place] if place is not None else "", why)
