"""The report of all figures as a workbook: a cover, the definitions, a sheet an indicator, small numbers hidden."""

import tempfile
from collections.abc import Generator, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from jamakan.exports.eye import Cell, Eye
from jamakan.exports.layout import BLOCK
from jamakan.figures import words
from jamakan.figures.disclosure import SHARES_FROM
from jamakan.figures.indicators import INDICATORS, PERCENT, Words
from jamakan.figures.leaving import Line, Shown, least, shown
from jamakan.figures.period import Period
from jamakan.figures.report import Report, counted
from jamakan.figures.tables import SHOWN
from jamakan.programme.activities import LOCALES
from jamakan.store.exports import Connection
from jamakan.store.exports.filters import Filters
from jamakan.store.results import keeping

TITLE, HEAD, TEXT = "title", "head", "text"
WIDTHS = (34, 14, 14, 14, 14)
SAID: dict[str, Words] = {
    "title": {"fr": "Résultats du programme", "en": "Results of the programme"},
    "cover": {"fr": "Couverture", "en": "Cover"},
    "definitions": {"fr": "Définitions", "en": "Definitions"},
    "as_of": {"fr": "Chiffres arrêtés le", "en": "Figures as of"},
    "period": {"fr": "Période", "en": "Period"},
    "activity": {"fr": "Activité", "en": "Activity"},
    "everything": {"fr": "tout", "en": "all"},
    "women": {"fr": "Part des femmes parmi les personnes venues", "en": "Women's share of those who came"},
    "limits": {"fr": "Ce que ces chiffres ne disent pas", "en": "What these figures do not say"},
    "indicator": {"fr": "Indicateur", "en": "Indicator"},
    "formula": {"fr": "Formule", "en": "Formula"},
    "numerator": {"fr": "Numérateur", "en": "Numerator"},
    "denominator": {"fr": "Dénominateur", "en": "Denominator"},
    "source": {"fr": "Source", "en": "Source"},
    "number": {"fr": "Nombre", "en": "Number"},
    "of": {"fr": "Sur (n)", "en": "Of (n)"},
    "result": {"fr": "Résultat", "en": "Result"},
    "target": {"fr": "Objectif", "en": "Target"},
    "few": {"fr": "n < 20", "en": "n < 20"},
}


class ReportRow(NamedTuple):
    """A row of a sheet. `kind`: title, head or text."""

    id: int
    sheet: str
    kind: str
    cells: tuple[Cell, ...]


def columns(_connection: Connection, _filters: Filters, _eye: Eye) -> list[str]:
    """A row says where it stands."""
    return ["sheet", "kind", *(str(number) for number in range(1, len(WIDTHS) + 1))]


def total(_connection: Connection, _filters: Filters, _zone: ZoneInfo) -> int:
    """Not known before it is counted; the indicators at least."""
    return len(INDICATORS)


def page(connection: Connection, filters: Filters, zone: ZoneInfo, after: int, _most: int) -> Sequence[ReportRow]:
    """All of it at once: two looks would count two moments."""
    if after:
        return []
    period = Period.of(filters.since, filters.until, filters.activity)
    language = filters.language or "fr"
    found = counted(connection, period, zone, datetime.now(UTC))
    aims = keeping.targets(connection)
    rows = [*_cover(found, language, zone), *_definitions(language)]
    for key, indicator in INDICATORS.items():
        for dimension in ("", *indicator.splits):
            rows += _table(found, shown(found, key, dimension, aims), language)
    return [ReportRow(number, *row) for number, row in enumerate(rows, 1)]


def cells(_connection: Connection, _eye: Eye, _columns: Sequence[str], rows: Sequence[ReportRow]) -> list[list[Cell]]:
    """The rows as they wait for the file."""
    return [[row.sheet, row.kind, *row.cells] for row in rows]


def as_sheets(_columns: Sequence[str], rows: Iterable[Sequence[Cell]], folder: Path) -> Generator[bytes, None, None]:
    """Rows of the same sheet stand together. Text is text, whatever it begins with."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        path = Path(own) / "report.xlsx"
        try:
            with Workbook(path) as book:
                formats = {TITLE: book.add_format({"bold": True, "font_size": 14})}
                formats |= {HEAD: book.add_format({"bold": True, "bottom": 1}), TEXT: book.add_format()}
                for name, some in groupby(rows, key=lambda row: str(row[0])):
                    sheet = book.add_worksheet(name)
                    for place, width in enumerate(WIDTHS):
                        sheet.set_column(place, place, width)
                    for number, (_, kind, *values) in enumerate(some):
                        for place, value in enumerate(values):
                            if isinstance(value, str):
                                sheet.write_string(number, place, value, formats[str(kind)])
                            elif value is not None:
                                sheet.write_number(number, place, value, formats[str(kind)])
        except FileCreateError as error:  # the library's word for a full disk
            raise OSError(str(error)) from error
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                yield block


Laid = tuple[str, str, tuple[Cell, ...]]


def _cover(report: Report, language: str, zone: ZoneInfo) -> Iterator[Laid]:
    sheet = SAID["cover"][language]
    yield sheet, TITLE, (SAID["title"][language],)
    as_of = format_datetime(report.as_of.astimezone(zone), "d MMMM y, HH:mm", locale=LOCALES[language])
    since, until, activity = report.period.key
    yield sheet, TEXT, (SAID["as_of"][language], as_of)
    yield sheet, TEXT, (SAID["period"][language], f"{since or '…'} – {until or '…'}")
    named = words.label("activity", activity, language, report.names) if activity else SAID["everything"][language]
    yield sheet, TEXT, (SAID["activity"][language], named)
    yield sheet, TEXT, (SAID["women"][language], _women(report, language))
    yield sheet, TEXT, ("",)
    yield sheet, HEAD, (SAID["limits"][language],)
    for limit in words.LIMITS:
        yield sheet, TEXT, (limit[language],)


def _women(report: Report, language: str) -> Cell:
    """Women's share first: of those who came, where so many came that a share may be told."""
    table = shown(report, "present", "sex", {})
    came = report.value("present").numerator
    women = next((line for line in table.lines if line.value == "female" and line.mark == SHOWN), None)
    if women is None or women.ratio is None or came < SHARES_FROM:
        return SAID["few"][language]
    return f"{100 * (women.number or 0) / came:.0f} %"


def _definitions(language: str) -> Iterator[Laid]:
    sheet = SAID["definitions"][language]
    yield (
        sheet,
        HEAD,
        tuple(SAID[name][language] for name in ("indicator", "formula", "numerator", "denominator", "source")),
    )
    for one in INDICATORS.values():
        said = (one.title, one.formula, one.numerator, one.denominator)
        yield sheet, TEXT, (*(each[language] for each in said), one.source)


def _table(report: Report, table: Shown, language: str) -> Iterator[Laid]:
    key, sheet = table.indicator.key, table.indicator.key
    if not table.dimension:
        yield sheet, TITLE, (table.indicator.title[language],)
        yield sheet, TEXT, (table.indicator.formula[language],)
    yield sheet, TEXT, ("",)
    heads = ("number", "of", "result", "target")
    yield sheet, HEAD, (words.DIMENSIONS[table.dimension][language], *(SAID[name][language] for name in heads))
    k = least(INDICATORS[key], table.dimension)
    for line in table.lines if table.dimension else (table.all,):
        name = words.label(table.dimension, line.value, language, report.names) if table.dimension else ""
        yield sheet, TEXT, (name, *_numbers(line, table, k, language))


def _numbers(line: Line, table: Shown, k: int, language: str) -> tuple[Cell, ...]:
    if line.mark != SHOWN:
        return words.mark(line.mark, k, language), None, None, line.target
    if line.whole is None:
        return line.number, None, None, line.target
    result: Cell = SAID["few"][language] if line.whole else None
    if line.ratio is not None:
        result = round(100 * line.ratio, 1) if table.indicator.unit == PERCENT else round(line.ratio, 2)
    return line.number, line.whole, result, line.target
