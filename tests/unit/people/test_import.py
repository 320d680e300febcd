"""Rows of people: what is understood, and what is told of the rest."""

import io
from collections.abc import Sequence

import pytest
from openpyxl import Workbook

from jamakan.people.importing.columns import value
from jamakan.people.importing.reading import Newcomer, read
from jamakan.spreadsheets import SpreadsheetError

Table = Sequence[Sequence[object]]
PEOPLE = (
    ("Téléphone", "Prénom", "Nom", "Âge", "Sexe", "Région", "Groupe", "Situation", "Langue"),
    ("70 00 00 00", "Awa", "Traoré", 29, "F", "Kayes", "Jeune", "déplacée", "français"),
    ("+223 66-00-00-02", "Moussa", "Keïta", "36 à 59", "homme", "ségou", "Élu(e) ou mairie", "", "English"),
    ("0022350000003", "", "", "", "", "", "", "", ""),
)


def csv_of(table: Table) -> bytes:
    return "\n".join(",".join(map(str, row)) for row in table).encode()


def xlsx_of(table: Table) -> bytes:
    book, output = Workbook(), io.BytesIO()
    for row in table:
        book.active.append(list(row))
    book.save(output)
    return output.getvalue()


def people(table: Table) -> list[Newcomer]:
    return read(csv_of(table), country="ML", languages=("fr", "en"))


def problems(table: Table) -> list[str]:
    with pytest.raises(SpreadsheetError) as refused:
        people(table)
    return [str(problem) for problem in refused.value.problems]


def test_people_are_read_as_they_are_written() -> None:
    expected = [
        Newcomer(2, "+22370000000", "Awa Traoré", "25_35", "female", "kayes", "youth", "displaced", "fr"),
        Newcomer(3, "+22366000002", "Moussa Keïta", "36_59", "male", "segou", "elected", "", "en"),
        Newcomer(4, "+22350000003", ""),
    ]
    assert people(PEOPLE) == expected
    assert read(xlsx_of(PEOPLE), country="ML", languages=("fr", "en")) == expected


@pytest.mark.parametrize(
    ("field", "written", "meant"),
    [
        ("age", "18", "18_24"),
        ("age", "35", "25_35"),
        ("age", "60", "60_plus"),
        ("age", "17", "under_18"),
        ("age", "25 to 35", "25_35"),
        ("age", "130", None),
        ("age", "9" * 5000, None),
        ("sex", "FÉMININ", "female"),
        ("sex", "h", "male"),
        ("sex", "autre", None),
        ("region", "Ménaka", "menaka"),
        ("region", "Timbuktu", "tombouctou"),
        ("region", "Paris", None),
        ("displacement", "PDI", "displaced"),
        ("group", "", ""),
    ],
)
def test_words_people_write(field: str, written: str, meant: str | None) -> None:
    assert value(field, written) == meant


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([("nom",), ("Awa",)], "no column holds phone numbers"),
        ([("tel", "mobile"), ("70000001", "")], "row 1, column mobile: this column is the same as tel"),
        ([("tel", "nom"), ("70000001", "Awa"), ("70000001", "AWA")], "row 3, column tel: the same person as row 2"),
        ([("tel", "âge"), ("70000001", "12")], "row 2, column âge: under 18"),
        ([("tel", "langue"), ("70000001", "klingon")], "row 2, column langue: no such language here"),
        ([("tel", "nom"), ("70000001", "A" * 81)], "81 letters, 80 at most"),
        ([("tel",)], "no row below its header"),
        ([], "the file has no rows"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(rows: Table, told: str) -> None:
    assert told in problems(rows)[0]


def test_two_people_may_share_a_line() -> None:
    assert len(people([("tel", "nom"), ("70000001", "Awa"), ("70000001", "Sira")])) == 2
