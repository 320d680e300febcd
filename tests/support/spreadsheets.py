"""One form in every format people send: written as Markdown tables, read as a spreadsheet."""

import csv
import io
import struct
from collections.abc import Iterator

from pyxform.xls2json_backends import md_table_to_workbook

Rows = list[list[str]]


def sheets(markdown: str) -> dict[str, Rows]:
    """Sheet → rows, the header first."""
    found: dict[str, Rows] = {}
    rows: Rows = []
    for line in markdown.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.strip() and cells[0]:
            rows = found.setdefault(cells[0], [])
        elif line.strip():
            rows.append(cells[1:])
    return found


def xlsx(markdown: str) -> bytes:
    output = io.BytesIO()
    md_table_to_workbook(markdown).save(output)
    return output.getvalue()


def csv_text(markdown: str) -> bytes:
    output = io.StringIO()
    writer = csv.writer(output)
    for name, rows in sheets(markdown).items():
        writer.writerow([name, *("" for _ in rows[0])])
        writer.writerows(["", *row] for row in rows)
    return output.getvalue().encode()


def xls(markdown: str) -> bytes:
    """A workbook of Excel 97 as a bare BIFF8 stream, which is what lies inside an .xls and all that xlrd needs."""
    bodies = {name: _sheet(rows) for name, rows in sheets(markdown).items()}
    sizes = [len(_bound_sheet(0, name)) for name in bodies]
    start = len(_BEGIN_BOOK) + sum(sizes) + len(_END)
    index = []
    for name, body in bodies.items():
        index.append(_bound_sheet(start, name))
        start += len(body)
    return b"".join([_BEGIN_BOOK, *index, _END, *bodies.values()])


def in_container(stream: bytes, *, looping: bool = False) -> bytes:
    """A short BIFF stream in an OLE2 compound file, an .xls. looping: its last sector leads to the first."""
    sectors = -(-len(stream) // 64)
    blocks = -(-len(stream) // 512)
    table = [-3, -2, -2, *range(4, 3 + blocks), -2]
    short = [*range(1, sectors), 0 if looping else -2]
    entries = _entry("Root Entry", 5, 1, 3, blocks * 512) + _entry("Workbook", 2, -1, 0, len(stream))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIiIiI", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 2, 1, -2, 0)
    header += struct.pack("<109i", 0, *[-1] * 108)
    parts = [header, _table(table), entries.ljust(512, b"\0"), _table(short), stream.ljust(blocks * 512, b"\0")]
    return b"".join(parts)


def _table(numbers: list[int]) -> bytes:
    return struct.pack("<128i", *numbers, *[-1] * (128 - len(numbers)))


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    title = name.encode("utf-16-le")
    numbers = struct.pack("<HBBiii36xIII", len(title) + 2, kind, 1, -1, -1, child, start, size, 0)
    return title.ljust(64, b"\0") + numbers


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


_END = _record(0x000A, b"")
_BEGIN_BOOK = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0x0600))
_BEGIN_SHEET = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0x0600))


def _bound_sheet(start: int, name: str) -> bytes:
    return _record(0x0085, struct.pack("<IHBB", start, 0, len(name), 0) + name.encode("latin-1"))


def _sheet(rows: Rows) -> bytes:
    return _BEGIN_SHEET + b"".join(_labels(rows)) + _END


def _labels(rows: Rows) -> Iterator[bytes]:
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            if text:
                head = struct.pack("<HHHHB", number, place, 0, len(text), 1)
                yield _record(0x0204, head + text.encode("utf-16-le"))
