"""From the bytes of a spreadsheet to its rows, by pyxform's readers: .xlsx, .xlsm, .xls, Markdown tables or CSV.

The bytes decide what it is, not the name of the file.
"""

import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from io import BytesIO, StringIO
from typing import Any
from xml.parsers.expat import ExpatError

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import get_xlsform
from xlrd.compdoc import SIGNATURE, CompDoc, CompDocError  # type: ignore[import-untyped]  # its stubs are not in the lock

from flows.importers.limits import IMPORT_BYTES, IMPORT_UNPACKED
from flows.importers.xlsform.columns import Column, column
from flows.importers.xlsform.problems import Problem, XlsformError

# What the readers below pyxform have been seen to raise on damaged files.
_UNREADABLE = (
    *(ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError, TypeError),
    *(ValueError, struct.error, zipfile.BadZipFile, zlib.error, CompDocError, PyXFormError),
    *(SyntaxError, ExpatError),  # ElementTree's ParseError is a SyntaxError
)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


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
    """raw: what pyxform read, to have it convert the form. others: the names of further sheets that have rows."""

    survey: Sheet
    choices: Sheet
    settings: Sheet
    others: frozenset[str]
    raw: Mapping[str, Any]


def read(data: bytes) -> Workbook:
    """The rows of the form in `data`.

    Raises:
        XlsformError: not a spreadsheet, too big, or without a survey sheet.
    """
    raw = _read(data)
    if not raw.get("survey_header"):
        found = ", ".join(raw.get("sheet_names") or ()) or "none"
        raise XlsformError([Problem("survey", 0, "", "", f"there is no sheet named survey (sheets found: {found})")])
    others = frozenset(name for name in ("external_choices", "entities", "osm") if raw.get(name))
    return Workbook(_sheet(raw, "survey"), _sheet(raw, "choices"), _sheet(raw, "settings"), others, raw)


def _read(data: bytes) -> dict[str, Any]:
    if len(data) > IMPORT_BYTES:
        raise _refused(f"the file has {len(data):,} bytes; {IMPORT_BYTES:,} at most")
    try:
        if data.startswith(b"PK") and _unpacked(data) > IMPORT_UNPACKED:
            raise _refused(f"the file unpacks to more than {IMPORT_UNPACKED:,} bytes")
        if data.startswith(SIGNATURE) and has_loop(CompDoc(data, logfile=StringIO()).SSAT):
            raise _refused("the file is damaged: its sectors go round in a circle")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's remarks on colours and page headers
            return asdict(get_xlsform(data.removeprefix(_BYTE_ORDER_MARK)))
    except XlsformError:
        raise
    except _UNREADABLE as error:
        raise _refused(_reason(error)) from error


def has_loop(successors: Sequence[int]) -> bool:
    """Whether a chain of sectors comes back to itself. xlrd follows the chains of short sectors without looking."""
    harmless: set[int] = set()
    for sector in range(len(successors)):
        chain: set[int] = set()
        while 0 <= sector < len(successors) and sector not in harmless:
            if sector in chain:
                return True
            chain.add(sector)
            sector = successors[sector]
        harmless |= chain
    return False


def _unpacked(data: bytes) -> int:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return sum(entry.file_size for entry in archive.infolist())


def _reason(error: Exception) -> str:
    said = str(error) if isinstance(error, PyXFormError) else ""
    if said and "not recognized as a supported type" not in said:
        return said
    return "this is not a spreadsheet that can be read: send .xlsx, .xls, CSV or Markdown tables, without a password"


def _refused(why: str) -> XlsformError:
    return XlsformError([Problem("", 0, "", "", why)])


def _sheet(raw: Mapping[str, Any], name: str) -> Sheet:
    written = [header for headers in raw.get(f"{name}_header") or () for header in headers]
    double_colons = any("::" in header for header in written)
    columns = {header: column(header, double_colons) for header in written}
    if name != "settings":  # there, form_id beside id_string is common and harmless
        _check_headers(name, columns)
    rows = [
        Row(number, {columns[header]: text for header, text in cells.items() if header in columns and text})
        for number, cells in enumerate(raw.get(name) or (), start=2)
    ]
    return Sheet(name, rows, {key: header for header, key in columns.items()})


def _check_headers(sheet: str, columns: Mapping[str, Column]) -> None:
    seen: dict[Column, str] = {}
    for header, key in columns.items():
        if key in seen:
            why = f"this column is the same as {seen[key]}: keep one of the two"
            raise XlsformError([Problem(sheet, 1, header, "", why)])
        seen[key] = header
