"""Any table at all is a form or is refused in words; what is imported loads again; and it does not take long."""

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.importers.xlsform import Imported, XlsformError, import_xlsform, to_xlsx
from flows.loader import parse_flow
from tests.support.forms import big
from tests.support.spreadsheets import xlsx

_types = st.sampled_from(
    [
        *("text", "integer", "decimal", "date", "note", "calculate", "range", "acknowledge", "hidden", "start"),
        *("select_one l", "select_multiple l", "select_one l or_other", "select_one none", "rank l", "photo"),
        *("begin_group", "end_group", "begin_repeat", "end_repeat", "begin group", "deviceid", "nonsense", ""),
    ]
)
_names = st.sampled_from(["a", "b", "c", "d", "é", "", "a b", "label"])
_expressions = st.sampled_from(
    [
        *("", "${a} = 'x'", "${b} > 1 and ${c} < 2", ". > 3", "${nobody}", "selected(${a}, 'x')", "x = ${a}", "("),
        *("today()", "yes", "TRUE", "pulldata('a')", "jr:choice-name(${a}, '${a}')", "${d} + 1", "${a} = ’x’"),
        *("once(${c})", "${a} = '2025-01-01'", "if(${a}, 1, 2)"),
    ]
)
_words = st.sampled_from(["", "Q ?", "${a} ?", "**Q**", "{a}", "<b>x</b>", "é" * 200]) | st.text(max_size=12)
_cells = {
    "type": _types,
    "name": _names,
    "label": _words,
    "label::English (en)": _words,
    "hint": _words,
    "required": _expressions,
    "relevant": _expressions,
    "constraint": _expressions,
    "constraint_message": _words,
    "calculation": _expressions,
    "choice_filter": _expressions,
    "default": st.sampled_from(["", "x", "3", "${a}", "2025-01-01"]),
    "parameters": st.sampled_from(["", "start=1 end=3", "start=a", "step=0"]),
    "read_only": _expressions,
    "appearance": st.sampled_from(["", "label", "minimal"]),
}
_rows = st.lists(st.tuples(*_cells.values()), max_size=8)
_choices = st.lists(
    st.tuples(st.sampled_from(["l", "m", ""]), st.sampled_from(["x", "y", "", "é", "a b"]), _words), max_size=5
)


def _markdown(rows: list[tuple[str, ...]], choices: list[tuple[str, ...]]) -> bytes:
    def line(cells: tuple[str, ...]) -> str:
        return "| | " + " | ".join(" ".join(cell.replace("|", "").split()) for cell in cells) + " |"

    sheets = ["| survey |", line(tuple(_cells)), *map(line, rows)]
    return "\n".join([*sheets, "| choices |", line(("list_name", "name", "label")), *map(line, choices)]).encode(
        "utf-8", "replace"
    )


def _outcome(data: bytes, *, skip_unsupported: bool) -> Imported | XlsformError:
    try:
        return import_xlsform(data, skip_unsupported=skip_unsupported)
    except XlsformError as error:
        return error


@settings(max_examples=300, deadline=None)
@given(_rows, _choices, st.booleans())
def test_any_table_is_a_form_or_refused(
    rows: list[tuple[str, ...]], choices: list[tuple[str, ...]], skip_unsupported: bool
) -> None:
    outcome = _outcome(_markdown(rows, choices), skip_unsupported=skip_unsupported)
    if isinstance(outcome, XlsformError):
        assert outcome.problems
        assert all(problem.why for problem in outcome.problems)
        return
    assert parse_flow(outcome.source, "again.yaml").version == outcome.flow.version
    assert import_xlsform(to_xlsx(outcome.flow)).flow.version == outcome.flow.version


def test_a_form_of_five_hundred_rows_is_imported_whole() -> None:
    assert len(import_xlsform(xlsx(big(500))).flow.steps) == 500
