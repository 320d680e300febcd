"""Rows laid out as a file, in memory that does not grow with them."""

import csv
import io
import json
import tempfile
from collections.abc import Callable, Generator, Iterable, Sequence
from itertools import islice
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from jamakan.cells import harmless
from jamakan.exports.eye import Cell

CSV, XLSX = "csv", "xlsx"
ROWS_AT_ONCE = 5000
BLOCK = 1 << 20  # bytes of a file in one part
MOST_ROWS = 1_048_575  # of a sheet, its head aside: what spreadsheets open
WIDE = 18  # of every column, in letters
LONGEST = 32_767  # characters a cell of XLSX holds

Layout = Callable[[Sequence[str], Iterable[Sequence[Cell]], Path], Generator[bytes, None, None]]


def written(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Rows as they wait for the file."""
    return json.dumps(list(rows), ensure_ascii=False, separators=(",", ":")).encode()


def read(piece: bytes) -> list[list[Cell]]:
    """What `written` made."""
    rows: list[list[Cell]] = json.loads(piece)
    return rows


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]], _folder: Path) -> Generator[bytes, None, None]:
    """UTF-8 with the mark that makes spreadsheets see it; text that would be a formula begins with an apostrophe."""
    yield "\ufeff".encode() + _lines([columns])
    left = iter(rows)
    while some := list(islice(left, ROWS_AT_ONCE)):
        yield _lines(some)


def as_xlsx(columns: Sequence[str], rows: Iterable[Sequence[Cell]], folder: Path) -> Generator[bytes, None, None]:
    """One sheet; text is text, whatever it begins with. One row is in memory, the others are in `folder`."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        path = Path(own) / "export.xlsx"
        try:
            with Workbook(path, {"constant_memory": True, "tmpdir": own}) as book:
                _fill(book, columns, rows)
        except FileCreateError as error:  # the library's word for a full disk
            raise OSError(str(error)) from error
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                yield block


FORMATS: dict[str, Layout] = {CSV: as_csv, XLSX: as_xlsx}


def _lines(rows: Iterable[Sequence[Cell]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return text.getvalue().encode()


def _fill(book: Workbook, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    sheet, bold = book.add_worksheet("export"), book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(columns) - 1, 0), WIDE)
    for place, name in enumerate(columns):
        sheet.write_string(0, place, name, bold)
    for number, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                if cell:
                    sheet.write_string(number, place, cell[:LONGEST])
            elif cell is not None:
                sheet.write_number(number, place, cell)
