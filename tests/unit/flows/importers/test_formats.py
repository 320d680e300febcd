"""Whatever the format and whatever the file is called: the same form gives the same flow."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.importers import limits
from flows.importers.xlsform import Imported, XlsformError, import_xlsform, rows
from flows.loader import parse_flow
from tests.support.forms import form
from tests.support.spreadsheets import csv_text, in_container, xls, xlsx

CIVIC = form("civic.md")
REFERENCE = import_xlsform(CIVIC.encode())
BOM = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    "data",
    [xlsx(CIVIC), xls(CIVIC), csv_text(CIVIC), BOM + csv_text(CIVIC), BOM + CIVIC.encode()],
    ids=["xlsx", "xls", "csv", "csv with byte order mark", "markdown with byte order mark"],
)
def test_same_flow_from_every_format(data: bytes) -> None:
    imported = import_xlsform(data)
    assert imported.flow == REFERENCE.flow
    assert imported.flow.version == REFERENCE.flow.version
    assert imported.warnings == REFERENCE.warnings


def test_the_source_that_is_kept_gives_the_same_version() -> None:
    again = parse_flow(REFERENCE.source, "kept.yaml")
    assert again == REFERENCE.flow
    assert again.version == REFERENCE.flow.version


NO_FORMS = [
    *(b"", b"\x00", b"PK\x03\x04 cut", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.7"),
    *("é".encode("latin-1") * 100, b"a,b,c,d,e,f\n1,2,3,4,5,6\n", b"|||||||"),
    *(xlsx(CIVIC)[:2000], xls(CIVIC)[:500]),
]


@pytest.mark.parametrize("data", NO_FORMS)
def test_what_is_no_form_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(XlsformError) as refusal:
        import_xlsform(data)
    assert len(refusal.value.problems) == 1
    assert refusal.value.problems[0].why


def test_a_workbook_without_survey_says_which_sheets_it_has() -> None:
    with pytest.raises(XlsformError, match=r"not a form: .* sheet named survey.* \(sheets found: sondage, choices\)"):
        import_xlsform(
            b"| sondage | | |\n| | type | name |\n| | text | a |\n| choices | | |\n| | list_name | name |\n"
        )


def test_files_that_are_too_big_are_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "IMPORT_UNPACKED", 1_000)
    with pytest.raises(XlsformError, match="unpacks to more than 1,000 bytes"):
        import_xlsform(xlsx(CIVIC))
    with pytest.raises(XlsformError, match="has more than 10,000,000 bytes"):
        import_xlsform(b"x" * (limits.IMPORT_BYTES + 1))


def test_sheets_without_end_are_not_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.IMPORT_ROWS, "choices", 10)
    with pytest.raises(XlsformError, match=r"choices: the sheet has \d+ rows; 10 at most"):
        import_xlsform(CIVIC.encode())


_SMALL = "| survey | | |\n| | type | name | label |\n| | text | a | A ? |\n| | integer | b | B ? |\n"


def test_a_small_xls_in_its_container() -> None:
    assert import_xlsform(in_container(xls(_SMALL))).flow == import_xlsform(_SMALL.encode()).flow


def test_sectors_that_go_round_in_a_circle_are_refused_at_once() -> None:
    with pytest.raises(XlsformError, match="round in a circle"):
        import_xlsform(in_container(xls(_SMALL), looping=True))


def _damaged(data: bytes) -> st.SearchStrategy[bytes]:
    """`data` with a few bytes changed, or cut."""
    changes = st.lists(st.tuples(st.integers(0, len(data) - 1), st.integers(0, 255)), min_size=1, max_size=8)

    def change(places: list[tuple[int, int]]) -> bytes:
        changed = bytearray(data)
        for place, value in places:
            changed[place] = value
        return bytes(changed)

    return changes.map(change) | st.integers(0, len(data)).map(lambda end: data[:end])


@pytest.mark.parametrize("write", [xlsx, xls, lambda form: in_container(xls(form)), csv_text, str.encode])
def test_damaged_files_are_read_or_refused(write: Callable[[str], bytes]) -> None:
    @settings(max_examples=60, deadline=None)
    @given(_damaged(write(_SMALL)))
    def check(data: bytes) -> None:
        assert isinstance(_outcome(data), Imported | XlsformError)

    check()


def _outcome(data: bytes) -> Imported | XlsformError:
    try:
        return import_xlsform(data)
    except XlsformError as error:
        return error
