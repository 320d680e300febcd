"""Recipients from a spreadsheet: what is read, what is merged, and every problem with its row and column."""

import io
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from jamakan.broadcasts.spreadsheet import Recipients, SpreadsheetError, recipients
from jamakan.spreadsheets import reading
from jamakan.spreadsheets.headers import PHONE, language_code
from jamakan.spreadsheets.reading import MOST_BYTES, rows

Table = Sequence[Sequence[object]]
PEOPLE = (
    ("Téléphone", "Prénom", "Langue", "Lieu de vote"),
    ("70 00 00 01", "Awa", "français", "École 3"),
    ("+223 66-00-00-02", "Moussa", "English", "École 4"),
    ("0022350000003", "Fatou", "", "École 4"),
)


def csv_of(table: Table, delimiter: str = ",") -> bytes:
    return "\n".join(delimiter.join(str(cell) for cell in row) for row in table).encode()


def xlsx_of(table: Table) -> bytes:
    book, output = Workbook(), io.BytesIO()
    for row in table:
        book.active.append(list(row))
    book.save(output)
    return output.getvalue()


def read(data: bytes, *used: str) -> Recipients:
    return recipients(data, country="ML", languages=("fr", "en"), used=used or ("prenom",))


def problems(data: bytes, *used: str) -> list[str]:
    with pytest.raises(SpreadsheetError) as refused:
        read(data, *used)
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize(
    "write",
    [
        csv_of,
        xlsx_of,
        lambda table: csv_of(table, ";"),
        lambda table: csv_of(table, "\t"),
        lambda table: b"\xef\xbb\xbf" + csv_of(table),
        lambda table: csv_of(table).decode().encode("cp1252"),
        lambda table: csv_of(table).decode().encode("utf-16"),
        lambda table: csv_of(table).replace(b"\n", b"\r\n"),
    ],
    ids=["csv", "xlsx", "semicolons", "tabs", "byte order mark", "Windows", "UTF-16", "Windows line ends"],
)
def test_the_same_people_however_the_file_was_saved(write: Callable[[Table], bytes]) -> None:
    found = read(write(PEOPLE))
    assert [(one.phone, one.language, dict(one.fields)) for one in found.lines] == [
        ("+22370000001", "fr", {"prenom": "Awa"}),
        ("+22366000002", "en", {"prenom": "Moussa"}),
        ("+22350000003", "", {"prenom": "Fatou"}),
    ]
    assert found.columns == ("prenom", "lieu_de_vote")
    assert found.audience.to_json() == {"spreadsheet": {"lines": 3, "columns": ["prenom", "lieu_de_vote"]}}


def test_only_the_columns_that_texts_use_are_kept() -> None:
    assert dict(read(csv_of(PEOPLE), "lieu_de_vote").lines[0].fields) == {"lieu_de_vote": "École 3"}


@pytest.mark.parametrize(
    "header", ["phone", "PHONE NUMBER", "Téléphone", "N° de téléphone", "Numéro", "tél.", "Mobile", "GSM", "Portable"]
)
def test_the_phone_is_found_under_many_names(header: str) -> None:
    assert read(csv_of([("n", header), ("1", "70000001")])).lines[0].phone == "+22370000001"


def test_every_name_of_the_phone_is_written_as_it_is_compared() -> None:
    assert all(read(csv_of([(name,), ("70000001",)])).lines for name in PHONE)


def test_every_problem_of_every_row_is_told() -> None:
    table = (
        ("Téléphone", "Prénom", "Langue"),
        ("70000001", "", "fr"),
        ("12", "Moussa", "klingon"),
        ("", "", ""),
        ("", "Fatou", "fr"),
        ("20 22 33 44", "Oumou", "fr"),
        ("70000006 / 66000007", "Sira", "fr"),
        ("70000008", "x" * 161, "fr"),
    )
    assert problems(csv_of(table)) == [
        "row 2, column Prénom: empty, and the text says {prenom}: fill it in",
        "row 3, column Téléphone: no country has such a number",
        "row 3, column Langue: no such language here: write one of fr, en, or leave it empty",
        "row 5, column Téléphone: no number: fill it in or delete the row",
        "row 6, column Téléphone: a landline, which no SMS reaches: give a mobile number or delete the row",
        "row 7, column Téléphone: not a phone number: digits with an optional leading + are expected",
        "row 8, column Prénom: 161 letters, 160 at most: shorten it",
    ]


def test_a_number_met_again_is_merged_and_told() -> None:
    found = read(csv_of([("tel", "Prénom"), ("70000001", "Awa"), ("+223 70 00 00 01", "Sira")]))
    assert [dict(one.fields) for one in found.lines] == [{"prenom": "Awa"}]
    assert [str(one) for one in found.merged] == ["row 3, column tel: the same number as row 2"]


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ((("Nom", "Ville"), ("Awa", "Kayes")), "no column holds phone numbers: call it 'phone' or 'téléphone'"),
        ((("tel", "Mobile"), ("70000001", "")), "column tel, Mobile: two columns hold phone numbers: keep one"),
        ((("tel", "Nom", "nom "), ("70000001", "a", "b")), "column nom: this column is the same as Nom"),
        ((("tel",),), "the file has no row below its header"),
        ((), "the file has no rows"),
    ],
)
def test_a_sheet_without_what_it_needs_says_so(table: Table, problem: str) -> None:
    assert problem in problems(csv_of(table))[0]


def test_cells_of_excel_are_read_as_they_look() -> None:
    table = [("tel", "Prénom", "Jour"), (22370000001.0, "  Awa\nTraoré ", date(2026, 11, 26))]
    assert dict(read(xlsx_of(table), "prenom", "jour").lines[0].fields) == {
        "prenom": "Awa Traoré",
        "jour": "26/11/2026",
    }


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"PK\x03\x04 not a workbook", "this .xlsx cannot be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old .xls, or has a password"),
        (b"tel\x00\x00", "no spreadsheet"),
        (b'tel\n"70000001', "line 2 of this CSV cannot be read"),
        (b"x" * (MOST_BYTES + 1), "20,000,000 at most"),
        (b"tel" + b",c" * 61 + b"\n70000001", "row 1 has 62 columns"),
        (xlsx_of(PEOPLE)[:-200], "this .xlsx cannot be read"),
    ],
)
def test_what_is_no_spreadsheet_is_refused(data: bytes, problem: str) -> None:
    assert problem in problems(data)[0]


def test_a_file_that_swells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_UNPACKED", 1000)
    assert "unpacks to more than 1,000 bytes" in problems(xlsx_of(PEOPLE))[0]


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for start in (b"", b"tel\n", b"PK\x03\x04"):
        with suppress(SpreadsheetError):
            assert all(any(row.cells) for row in rows(start + data))


@pytest.mark.parametrize("written", ["fr", "FR", "Français", "francais", "French"])
def test_a_language_by_its_code_or_its_names(written: str) -> None:
    assert language_code(written, ("en", "fr")) == "fr"
    assert language_code("bambara", ("fr", "bm")) == "bm"
