"""From the bytes of a spreadsheet to its rows, by pyxform's readers: .xlsx, .xlsm, .xls, Markdown tables or CSV.

The bytes decide what it is, not the name of the file.
"""

import struct
import warnings
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from io import BytesIO, StringIO
from typing import Any, TypeAlias
from xml.parsers.expat import ExpatError

from openpyxl import load_workbook  # type: ignore[import-untyped]  # its stubs are not in the lock
from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import get_xlsform
from xlrd.compdoc import SIGNATURE, CompDoc, CompDocError  # type: ignore[import-untyped]  # its stubs are not in the lock

from flows.importers.limits import IMPORT_BYTES, IMPORT_UNPACKED
from flows.importers.xlsform.problems import Problem, XlsformError

Rows: TypeAlias = Mapping[str, Any]

SHEETS = ("survey", "choices", "settings")
# What the readers below pyxform have been seen to raise on damaged files.
_UNREADABLE = (
    *(ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError, RuntimeError, TypeError),
    *(ValueError, struct.error, zipfile.BadZipFile, zlib.error, CompDocError, PyXFormError),
    *(SyntaxError, ExpatError),  # ElementTree's ParseError is a SyntaxError
)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_ZIP = b"PK"
_DOUBLE = "Duplicate column header: "
NO_FORM = "this is not a form: a form is .xlsx, .xls, CSV or Markdown tables with a sheet named survey, no password"


def is_binary(data: bytes) -> bool:
    """Whether it takes a parser of a binary format to read it, which a damaged file may lead astray."""
    return data.startswith((_ZIP, SIGNATURE)) or b"\0" in data[:512]


def read_rows(data: bytes) -> Rows:
    """The sheets of a form as pyxform reads them, in JSON types, so that another process may do it.

    `sheets` is empty when the file cannot be read; `problems` says why, or what had to be put right first.
    """
    problems: list[Problem] = []
    sheets: dict[str, Any] = {}
    try:
        sheets = _sheets(data, problems)
    except XlsformError as error:
        problems.extend(error.problems)
    except _UNREADABLE as error:
        problems.append(_refusal(_reason(error)))
    return {"sheets": sheets, "problems": [asdict(problem) for problem in problems]}


def _sheets(data: bytes, problems: list[Problem]) -> dict[str, Any]:
    if len(data) > IMPORT_BYTES:
        raise XlsformError([_refusal(f"the file has more than {IMPORT_BYTES:,} bytes")])
    if not data.strip():
        raise XlsformError([_refusal("the file is empty")])
    if data.startswith(_ZIP) and _unpacked(data) > IMPORT_UNPACKED:
        raise XlsformError([_refusal(f"the file unpacks to more than {IMPORT_UNPACKED:,} bytes")])
    if data.startswith(SIGNATURE) and has_loop(CompDoc(data, logfile=StringIO()).SSAT):
        raise XlsformError([_refusal("the file is damaged: its sectors go round in a circle")])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl's remarks on colours and page headers
        try:
            return _read(data)
        except PyXFormError as error:
            if _DOUBLE not in str(error) or not data.startswith(_ZIP):
                raise
            return _read(_with_each_header_once(data, problems))


def _read(data: bytes) -> dict[str, Any]:
    return asdict(get_xlsform(data.removeprefix(_BYTE_ORDER_MARK)))


def _with_each_header_once(data: bytes, problems: list[Problem]) -> bytes:
    """An .xlsx without the second of two columns of one name, at which pyxform stops reading."""
    book = load_workbook(BytesIO(data), data_only=True)
    for sheet in book:
        seen: dict[str, str] = {}
        for cell in sheet[1] if sheet.title.lower() in SHEETS else ():
            header = " ".join(str(cell.value or "").split())
            if header in seen:
                why = f"column {seen[header]} has this header already: keep one of the two"
                problems.append(Problem(sheet.title.lower(), 1, f"column {cell.column_letter}", header, why))
                cell.value = None
            elif header:
                seen[header] = cell.column_letter
    output = BytesIO()
    book.save(output)
    return output.getvalue()


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
    if said.startswith(_DOUBLE):
        return f"two columns of a sheet have the header {said.removeprefix(_DOUBLE)}: keep one"
    return said if said and "not recognized as a supported type" not in said else NO_FORM


def _refusal(why: str) -> Problem:
    return Problem("", 0, "", "", why)
