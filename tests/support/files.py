"""Exports in tests: asked for, built, and read back as a spreadsheet program would."""

import csv
import io
from typing import Any

from openpyxl import load_workbook

from jamakan import exports
from jamakan.core import Core
from jamakan.exports import Order
from jamakan.store.exports import records
from jamakan.store.exports.filters import Filters
from jamakan.store.exports.records import Record

Sheet = list[list[Any]]


def built(core: Core, kind: str, how: str = "csv", *, identified: bool = False, **filters: str) -> Record:
    """A file, ready."""
    number = exports.ask(core, Order(kind, how, Filters(**filters), identified), None, start=False)
    return exports.build_one(core, number)


def bytes_of(core: Core, record: Record) -> bytes:
    """The file as it is downloaded."""
    return b"".join(exports.download(core, record, None))


def sheet(core: Core, record: Record) -> Sheet:
    """Its rows, the head first."""
    body = bytes_of(core, record)
    if record.format == "csv":
        assert body.startswith(b"\xef\xbb\xbf")
        return [list(row) for row in csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))]
    book = load_workbook(io.BytesIO(body), read_only=True)
    rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    book.close()
    return rows


def column(rows: Sheet, name: str) -> list[Any]:
    """One column without its head."""
    place = rows[0].index(name)
    return [row[place] if place < len(row) else None for row in rows[1:]]


def found(core: Core, number: int) -> Record:
    """An export as it stands."""
    with core.db.read() as connection:
        record = records.find(connection, number)
    assert record is not None
    return record
