"""Everything that is wrong with a form, in one pass, each with sheet, row, column, what and why."""

import pytest

from flows.importers.xlsform import Problem, XlsformError, import_xlsform
from tests.support.forms import form, survey


def problems(data: bytes, *, skip_unsupported: bool = False) -> tuple[Problem, ...]:
    with pytest.raises(XlsformError) as refusal:
        import_xlsform(data, skip_unsupported=skip_unsupported)
    return refusal.value.problems


EVERY = [
    ("settings", 2, "instance_name", "concat(${nomade}, 'x')", "no question named nomade"),
    ("survey", 3, "type", "photo", "sends no pictures, sounds or files"),
    ("survey", 4, "type", "audio", "sends no pictures, sounds or files"),
    ("survey", 5, "type", "video", "sends no pictures, sounds or files"),
    ("survey", 6, "type", "file", "sends no pictures, sounds or files"),
    ("survey", 7, "type", "barcode", "reads no barcodes"),
    ("survey", 8, "type", "geopoint", "no map and no GPS"),
    ("survey", 9, "type", "geotrace", "no map and no GPS"),
    ("survey", 10, "type", "geoshape", "no map and no GPS"),
    ("survey", 11, "type", "rank fruits", "ask for the first choice"),
    ("survey", 12, "type", "select_one_from_file villages.csv", "copy the choices there"),
    ("survey", 13, "type", "select_one_external communes", "copy the choices there"),
    ("survey", 14, "type", "osm", "no map and no GPS"),
    ("survey", 15, "type", "email", "e-mail"),
    ("survey", 16, "type", "time", "times are not asked"),
    ("survey", 17, "type", "dateTime", "ask for the date alone"),
    ("survey", 18, "type", "xml-external", "copy the choices there"),
    ("survey", 19, "type", "select_on fruits", "no type ODK knows"),
    ("survey", 20, "type", "select_one legumes", "no list named legumes"),
    ("survey", 21, "name", "", "without a name"),
    ("survey", 22, "type", "", "without a type"),
    ("survey", 23, "label", "", "without words"),
    ("survey", 24, "label", "", "a note without words"),
    ("survey", 25, "name", "prénom", "letters without accents"),
    ("survey", 26, "name", "prenom", "row 2 has this name already"),
    ("survey", 27, "relevant", "${prenon} = 'x'", "no question named prenon: did you mean prenom?"),
    ("survey", 28, "label::Français (fr)", "Vous, ${personne} ?", "no question named personne"),
    ("survey", 29, "relevant", "${apres} = 'x'", "asked later, in row 30"),
    ("survey", 31, "relevant", "${soi} = 'x'", "looks at its own answer"),
    ("survey", 32, "calculation", "${tour_b} + 1", "in a circle: tour_a → tour_b → tour_a"),
    ("survey", 34, "calculation", "", "needs a calculation"),
    ("survey", 35, "calculation", "instance('x')/root/item[name = 1]/label", "no secondary instances"),
    ("survey", 36, "calculation", "pulldata('f', 'a', 'b', ${prenom})", "no attached data files"),
    ("survey", 37, "calculation", "indexed-repeat(${prenom}, ${prenom}, 1)", "no repeats"),
    ("survey", 38, "calculation", "position(..)", "no repeats"),
    ("survey", 39, "calculation", "sum(${prenom})", "add the questions with +"),
    ("survey", 40, "calculation", "count(${prenom})", "count-selected() counts choices"),
    ("survey", 41, "calculation", "random()", "draws nothing at random"),
    ("survey", 42, "calculation", "uuid()", "draws nothing at random"),
    ("survey", 43, "calculation", "area(${prenom})", "no geography"),
    ("survey", 44, "calculation", "../prenom", "paths are not supported"),
    ("survey", 45, "calculation", "prenom[1]", "predicates are not supported"),
    ("survey", 46, "constraint", "regex(., '(?=a)')", "regular expression cannot be used"),
    ("survey", 47, "relevant", "${prenom} = oui", "write 'oui' for a text"),
    ("survey", 48, "relevant", "(${prenom} = 'x'", "found the end (character 17)"),
    ("survey", 49, "choice_filter", "couleur = 'x'", "no column couleur"),
    ("survey", 50, "default", "poire", "no choice named poire"),
    ("survey", 51, "default", "${prenom}", "a computed default"),
    ("survey", 52, "required", "start today", "an operator is missing"),
    ("survey", 53, "parameters", "start=0 end=1 step=0.5", "whole steps"),
    ("survey", 54, "trigger", "${prenom}", "not supported: trigger"),
    ("survey", 55, "type", "begin_repeat", "repeats"),
    ("survey", 58, "relevant", "${enfants} = 1", "is a group"),
    ("survey", 59, "type", "end_group", "ends nothing that is open"),
    ("survey", 60, "type", "begin_group", "ouverte is never ended"),
    ("survey", 61, "relevant", "${dernier} > 1", "looks at its own answer"),
    ("survey", 61, "constraint", "${encore} > 1", "asked later, in row 62"),
    ("survey", 65, "name", "sous", "the group in row 63 has this name already"),
    ("survey", 67, "name", "", "a group without a name"),
    ("survey", 69, "label::Français (fr)", "Cassé ${prenom ?", "${prenom ? is no question"),
    ("survey", 70, "appearance", "w1 ${a b}", "${a b} is no question"),
    ("survey", 71, "media::image", "${carte}.png", "no question named carte"),
    ("survey", 72, "hint::Français (fr)", "De ${personne}, ${nul", "${nul is no question"),
    ("survey", 72, "hint::Français (fr)", "De ${personne}, ${nul", "no question named personne"),
    ("survey", 73, "label::Français (fr)", "Vous, {prenom_} ?", "{prenom_} stands for nothing"),
    ("survey", 74, "default", "", "'douze' is not an answer this step accepts"),
    ("survey", 76, "parameters", "lines=3", "invalid parameter key(s): 'lines'"),
    ("survey", 77, "parameters", "randomize=oui", "randomize is true or false"),
    ("survey", 78, "name", "meta", "reserved for form metadata"),
    ("survey", 79, "name", "à part!", "letters, digits, _ - . only"),
    ("choices", 3, "name", "mangue", "this name already in row 2"),
    ("choices", 4, "name", "deux mots", "separates the answers of a select_multiple (row 75)"),
    ("choices", 5, "name", "", "has no name"),
    ("choices", 6, "label::Français (fr)", "Comme ${personne}", "no question named personne"),
    ("choices", 7, "image", "${figue", "${figue is no question"),
    ("entities", 0, "", "", "entities"),
]


def test_every_offence_in_one_pass() -> None:
    found = problems(form("every_offence.md").encode())
    assert [(p.sheet, p.row, p.column, p.what) for p in found] == [row[:4] for row in EVERY]
    for problem, (*_, why) in zip(found, EVERY, strict=True):
        assert why in problem.why


def test_a_problem_reads_as_a_sentence() -> None:
    found = problems(survey("type | name | label | relevance", "text | a | A ? | ${b} = 1"))
    assert str(found[0]) == "survey, row 2, relevance: ${b} = 1 — there is no question named b"


LATER = "type | name | label | relevant | calculation"


def test_a_condition_may_not_reach_a_later_question_through_a_calculate() -> None:
    found = problems(
        survey(LATER, "calculate | somme | | | ${b} + 1", "text | a | A ? | ${somme} > 1 |", "integer | b | B ? | |")
    )
    assert [(problem.row, problem.why) for problem in found] == [
        (3, "b, which somme needs, is asked later, in row 4: move one of the two")
    ]


def test_a_condition_may_use_a_calculate_that_stands_later() -> None:
    import_xlsform(
        survey(
            LATER, "integer | a | A ? | |", "text | b | B ? | ${double} > 1 |", "calculate | double | | | ${a} * 2"
        )
    )


def test_a_function_of_repeats_is_told_and_not_the_groups_it_names() -> None:
    found = problems(
        survey(
            LATER,
            "begin_group | g | G | |",
            "text | a | A ? | |",
            "end_group | | | |",
            "calculate | c | | | indexed-repeat(${a}, ${g}, 1)",
        )
    )
    assert [problem.why.partition(":")[0] for problem in found] == ["indexed-repeat() is not supported"]


def test_the_condition_of_a_group_is_reported_once_at_the_group() -> None:
    found = problems(
        survey(
            LATER,
            "begin_group | g | G | ${c} = 'x' |",
            "text | a | A ? | |",
            "text | b | B ? | |",
            "end_group | | | |",
            "text | c | C ? | |",
        )
    )
    assert [(problem.row, problem.what) for problem in found] == [(2, "${c} = 'x'")]


def test_a_form_without_questions() -> None:
    (problem,) = problems(survey("type | name | label", "begin_group | g | G", "end_group | | "))
    assert "nothing to ask" in problem.why


def test_pyxform_has_the_last_word() -> None:
    data = survey("type | name | label", "text | a | A ?", settings="name\n1bad")
    (problem,) = problems(data)
    assert problem.why.startswith("pyxform: ")


def test_what_pyxform_cannot_even_write_is_refused() -> None:
    (problem,) = problems(survey("type | name | label", "text | a | A \x03 ${a} ?"))
    assert "pyxform cannot convert the form" in problem.why


@pytest.mark.parametrize(
    ("header", "why"),
    [("label | caption", "the same as label"), ("label::French (fr) | label::Français (fr)", "are both fr")],
)
def test_a_column_twice(header: str, why: str) -> None:
    (problem,) = problems(survey(f"type | name | {header}", "text | a | A ? | A ?"))
    assert problem.row == 1
    assert why in problem.why
