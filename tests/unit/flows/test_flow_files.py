"""What people bring as a form, and `flows check` on what is none: one sentence, and the exit code of any mistake."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from jamakan import flow_files
from jamakan.cli.flows.check import check
from jamakan.flow_files import FlowFileError, read_flow_file
from tests.support.forms import form
from tests.support.spreadsheets import in_container, xls, xlsx

ROOT = Path(__file__).parents[3]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("README.md", (ROOT / "README.md").read_bytes(), "this is not a form: a form is .xlsx"),
        ("run.py", (ROOT / "run.py").read_bytes(), "this is not a form: a form is .xlsx"),
        ("photo.png", PNG, "this is not a form: a form is .xlsx"),
        ("letter.docx", b"PK\x03\x04 no spreadsheet", "this is not a form: a form is .xlsx"),
        ("list.csv", b"name,age\nAwa,30\n", "this is not a form: a form is .xlsx"),
        ("columns.md", b"| survey |\n| | question | name |\n| | A ? | a |\n", "no column is named type"),
        ("empty.xlsx", b"", "the file is empty"),
        ("services.yaml", b"services:\n  web: 1\n", "this is not a flow"),
        ("empty.yaml", b"", "the file is empty"),
        ("latin.yaml", "flow: été".encode("latin-1"), "not UTF-8 text"),
    ],
)
def test_what_is_no_form_is_said_in_one_line(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    result = CliRunner().invoke(check, [str(path)])
    assert (result.exit_code, result.output.count("\n")) == (1, 1), result.output
    assert said in result.output


def test_a_folder_and_a_missing_file_are_told_like_any_other(tmp_path: Path) -> None:
    result = CliRunner().invoke(check, [str(tmp_path), str(tmp_path / "none.xlsx")])
    assert result.exit_code == 1
    assert [line.partition(": ")[2] for line in result.output.splitlines()] == [
        "this is not a form but a folder: name a file in it",
        "cannot be read: No such file or directory",
    ]


def test_spreadsheets_are_read_in_a_process_of_their_own(tmp_path: Path) -> None:
    small = "| survey | | |\n| | type | name | label |\n| | text | a | A ? |\n"
    found = []
    for name, content in (("f.md", small.encode()), ("f.xlsx", xlsx(small)), ("f.xls", in_container(xls(small)))):
        path = tmp_path / name
        path.write_bytes(content)
        found.append(read_flow_file(path).flow)
    assert found[0] == found[1] == found[2]


def test_one_that_takes_its_reader_too_far_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "civic.xlsx"
    path.write_bytes(xlsx(form("civic.md")))
    monkeypatch.setattr(flow_files, "IMPORT_MEMORY", 30_000_000)  # not even Python fits
    with pytest.raises(FlowFileError, match=r"(?s)civic\.xlsx: cannot be read: .*Save it again"):
        read_flow_file(path)
