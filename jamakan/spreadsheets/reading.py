"""From the bytes of a spreadsheet to its rows: .xlsx or CSV. The bytes decide which, not the name of the file."""

import csv
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO, StringIO
from xml.parsers.expat import ExpatError

from openpyxl import load_workbook  # type: ignore[import-untyped]  # its stubs are not in the lock
from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]

from jamakan.sentences import Sentence, said
from jamakan.spreadsheets.problems import Problem, SpreadsheetError

MOST_BYTES = 20_000_000  # 100,000 rows with a dozen columns take 8 MB
MOST_UNPACKED = 200_000_000  # a small .xlsx can hold gigabytes of zeros
MOST_ROWS = 150_000
MOST_COLUMNS = 60
OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # .xls, and any workbook with a password
ENCODINGS = ("utf-8-sig", "cp1252")  # what Excel saves, elsewhere and in French
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = ",;\t"

# What openpyxl and what lies below it raise on damaged files.
_UNREADABLE = (
    *(ArithmeticError, AttributeError, EOFError, LookupError, OSError, RuntimeError, TypeError, ValueError),
    *(zipfile.BadZipFile, zlib.error, InvalidFileException, SyntaxError, ExpatError),
)


@dataclass(frozen=True, slots=True)
class Row:
    """`number`: as Excel shows it, from 1."""

    number: int
    cells: tuple[str, ...]


def rows(data: bytes) -> Iterator[Row]:
    """The rows that are not blank, cells as text. Raises SpreadsheetError for what cannot be read."""
    if len(data) > MOST_BYTES:
        raise _refused(
            said("the file has {bytes:,} bytes, {most:,} at most: send it in parts", bytes=len(data), most=MOST_BYTES)
        )
    if data.startswith(OLD_EXCEL):
        raise _refused(said("this is an old .xls, or has a password: save it as .xlsx or CSV, without a password"))
    for number, cells in enumerate(_xlsx(data) if data.startswith(b"PK") else _csv(data), start=1):
        if number > MOST_ROWS:
            raise _refused(said("the file has more than {most:,} rows: send it in parts", most=MOST_ROWS))
        if len(cells) > MOST_COLUMNS:
            why = said(
                "row {row} has {columns} columns, {most} at most: leave out what is not needed",
                row=number,
                columns=len(cells),
                most=MOST_COLUMNS,
            )
            raise _refused(why)
        if any(cells):
            yield Row(number, cells)


def _xlsx(data: bytes) -> Iterator[tuple[str, ...]]:
    """The rows of the first sheet, blank ones too."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise _refused(
                    said(
                        "the file unpacks to more than {most:,} bytes: save only the rows as CSV", most=MOST_UNPACKED
                    )
                )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's remarks on colours and page headers
            with closing(load_workbook(BytesIO(data), read_only=True, data_only=True)) as book:
                sheet = book.worksheets[0]
                sheet.reset_dimensions()  # some programs write wrong ones
                for cells in sheet.iter_rows(values_only=True):
                    yield _trimmed(tuple(map(_text, cells)))
    except SpreadsheetError:
        raise
    except _UNREADABLE as error:
        raise _refused(said("this .xlsx cannot be read: open it, save it anew, or save it as CSV")) from error


def _csv(data: bytes) -> Iterator[tuple[str, ...]]:
    text = _decoded(data)
    first_line = text.lstrip().partition("\n")[0]
    delimiter = max(DELIMITERS, key=first_line.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield _trimmed(tuple(map(_tidy, cells)))
    except csv.Error as error:
        why = said(
            "line {line} of this CSV cannot be read ({error}): mend its quotes",
            line=reader.line_num,
            error=str(error),
        )
        raise _refused(why) from error


def _decoded(data: bytes) -> str:
    if b"\x00" in data and not data.startswith(UTF_16):
        raise _refused(said("this is no spreadsheet: send .xlsx or CSV"))
    for encoding in ("utf-16",) if data.startswith(UTF_16) else ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused(said("the letters of this CSV cannot be read: save it as CSV UTF-8"))


def _text(cell: object) -> str:
    """A cell as somebody reads it: whole numbers without a point, dates in the order of the day."""
    match cell:
        case None:
            return ""
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() if cell.time() == time():
            return f"{cell:%d/%m/%Y}"
        case datetime():
            return f"{cell:%d/%m/%Y %H:%M}"
        case date():
            return f"{cell:%d/%m/%Y}"
        case time():
            return f"{cell:%H:%M}"
    return _tidy(str(cell))


def _tidy(cell: str) -> str:
    """One line, without what no phone shows."""
    return "".join(letter if letter.isprintable() else " " for letter in " ".join(cell.split())).strip()


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Without the empty cells at the end: programs write thousands."""
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]


def _refused(why: Sentence) -> SpreadsheetError:
    return SpreadsheetError([Problem(0, "", why)])
