"""--skip-unsupported: optional questions of unsupported kinds that nothing else needs, and the list of them."""

import pytest

from flows.importers.xlsform import Imported, XlsformError, import_xlsform
from tests.support.forms import survey

HEADER = "type | name | label | required | relevant | calculation"


def imported(*rows: str) -> Imported:
    return import_xlsform(survey(HEADER, "text | nom | Nom ? | | |", *rows), skip_unsupported=True)


def refusals(*rows: str) -> list[str]:
    with pytest.raises(XlsformError) as refusal:
        imported(*rows)
    return [f"{problem.row}: {problem.why}" for problem in refusal.value.problems]


def test_an_optional_photo_is_left_out_and_listed() -> None:
    result = imported("photo | photo | Photo ? | | |", "text | fin | Fin ? | | |")
    assert [step.name for step in result.flow.steps] == ["nom", "fin"]
    assert [str(problem) for problem in result.left_out] == [
        "survey, row 3, type: photo — not supported: a basic phone sends no pictures, sounds or files"
    ]


def test_a_form_of_nothing_else_is_refused() -> None:
    with pytest.raises(XlsformError, match="nothing is left to ask"):
        import_xlsform(survey("type | name | label", "photo | photo | Photo ?"), skip_unsupported=True)


def test_nothing_is_left_out_unasked() -> None:
    with pytest.raises(XlsformError):
        import_xlsform(survey(HEADER, "photo | photo | Photo ? | | |"))


def test_a_required_one_stays_and_says_so() -> None:
    (reason,) = refusals("photo | photo | Photo ? | yes | |")
    assert reason.endswith("(required, so it cannot be left out)")


def test_one_that_a_condition_needs_stays_and_says_who_needs_it() -> None:
    (reason,) = refusals("geopoint | lieu | Où ? | | |", "text | b | B ? | | ${lieu} != '' |")
    assert reason.startswith("3: ")
    assert reason.endswith("(row 4 needs it)")


def test_one_that_a_label_needs_stays() -> None:
    (reason,) = refusals("barcode | code | Code ? | | |", "note | n | Code ${code} | | |")
    assert reason.endswith("(row 4 needs it)")


def test_what_only_left_out_questions_need_goes_with_them() -> None:
    result = imported("geopoint | lieu | Où ? | | |", "calculate | loin | | | | area(${lieu})")
    assert [problem.row for problem in result.left_out] == [3, 4]


def test_a_chain_of_needs_holds_all_of_it() -> None:
    reasons = refusals(
        "geopoint | lieu | Où ? | | |",
        "calculate | ici | | | | concat(${lieu}, uuid())",
        "calculate | fin | | | | ${ici}",
    )
    assert [reason.partition(":")[0] for reason in reasons] == ["3", "4"]


def test_repeats_are_no_questions_and_stay() -> None:
    assert len(refusals("begin_repeat | r | R | | |", "text | a | A ? | | |", "end_repeat | | | | |")) == 1


def test_other_mistakes_stay() -> None:
    (reason,) = refusals("photo | photo | Photo ? | | |", "text | b | B ? | | ${rien} = 1 |")
    assert "no question named rien" in reason
