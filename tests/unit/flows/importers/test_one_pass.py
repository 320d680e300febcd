"""All that is wrong comes in one pass: any mistakes together are told exactly as each of them alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.importers.xlsform import Problem, XlsformError, import_xlsform

Cells = dict[str, str]
COLUMNS = {
    "survey": "type name label hint required relevant constraint calculation choice_filter default parameters"
    " appearance trigger media::image constraint_message",
    "choices": "list_name name label image",
    "settings": "form_title instance_name",
}


@dataclass(frozen=True)
class Mistake:
    """Rows of the survey, rows of the choices, and cells of the settings."""

    survey: tuple[Cells, ...] = ()
    choices: tuple[Cells, ...] = ()
    settings: Cells = field(default_factory=dict)


def asks(name: str, kind: str = "text", **cells: str) -> Mistake:
    return Mistake(({"type": kind, "name": name, "label": f"{name} ?", **cells},))


def offers(name: str, list_name: str = "l", **cells: str) -> Mistake:
    return Mistake(choices=({"list_name": list_name, "name": name, "label": name, **cells},))


GOOD = [asks("a"), asks("n", "integer"), asks("s", "select_one l")]
MISTAKES = [
    Mistake(({"type": "end_group"},)),
    asks("photo", "photo"),
    asks("typo", "tekst"),
    asks("nolist", "select_one nulle"),
    asks("", "text"),
    asks("accentué"),
    asks("n"),
    asks("meta"),
    asks("mute", label=""),
    asks("hole", label="Vous, ${a ?"),
    asks("hint", hint="Pas ${deux mots}"),
    asks("picture", **{"media::image": "${zorglub}.png"}),
    asks("look", appearance="w${"),
    asks("look2", appearance="w ${zorglub}"),
    asks("message", constraint=". != ''", constraint_message="Non, ${zorglub} !"),
    asks("brace", label="Vous, {zorglub} ?"),
    asks("unknown", relevant="${zorglub} = 1"),
    asks("open", relevant="(${a} = 1"),
    asks("both", relevant="(${zorglub} = 1"),
    asks("early", relevant="${fin} = 1"),
    asks("myself", relevant="${myself} = 1"),
    asks("bare", constraint=". = oui"),
    asks("lookahead", constraint="regex(., '(?=a)')"),
    asks("sums", "calculate", calculation="sum(${a})"),
    asks("nothing", "calculate"),
    Mistake(
        (
            {"type": "calculate", "name": "tour1", "calculation": "${tour2}"},
            {"type": "calculate", "name": "tour2", "calculation": "${tour1}"},
        )
    ),
    asks("twelve", "integer", default="douze"),
    asks("day", "date", default="12/01/2025"),
    asks("choice", "select_one l", default="zz"),
    asks("filter", "select_one l", choice_filter="colour = 1"),
    asks("shuffle", "select_one l", parameters="randomize=oui"),
    asks("seed", "select_one l", parameters="seed=3"),
    asks("rows", parameters="rows=many"),
    asks("lines", parameters="lines=3"),
    asks("equals", parameters="rows"),
    asks("wide", "range", parameters="start=1 end=2 step=5"),
    asks("tick", "range", parameters="start=1 end=9 tick_labelset=nulle"),
    asks("either", "select_one l or_other", choice_filter="name = 'x'"),
    asks("spaced", "select_multiple m"),
    asks("triggered", trigger="${a}"),
    Mistake(({"type": "begin_group", "label": "Titre ${zorglub}"}, {"type": "end_group"})),
    Mistake(({"type": "begin_repeat", "name": "r", "label": "R"}, {"type": "end_repeat"})),
    offers("x"),
    offers("", "l"),
    offers("long" * 30),
    offers("figue", label="Comme ${zorglub}"),
    offers("kiwi", image="${zorglub"),
    Mistake(settings={"instance_name": "concat(${zorglub}, 1)"}),
    Mistake(({"type": "begin_group", "name": "open_group"},)),
]
LAST = -1  # before the group that is never ended


def form(chosen: Iterable[int]) -> dict[str, Any]:
    """A good form with the mistakes of these numbers; the rows of the others are empty, so that none moves."""
    survey = [row for good in GOOD for row in good.survey]
    choices: list[Cells] = [{"list_name": "l", "name": "x", "label": "X"}, {"list_name": "m", "name": "de ux"}]
    setting = {"form_title": "Essai"}
    wanted = set(chosen)
    for number, mistake in enumerate(MISTAKES):
        survey += [row if number in wanted else {} for row in mistake.survey]
        choices += [row if number in wanted else {} for row in mistake.choices]
        setting |= mistake.settings if number in wanted else {}
    survey.insert(LAST, {"type": "text", "name": "fin", "label": "Fin ?"})
    sheets = {"survey": survey, "choices": choices, "settings": [setting]}
    filled = {name: [{k: v for k, v in row.items() if v} for row in rows] for name, rows in sheets.items()}
    headers = {f"{name}_header": [dict.fromkeys(columns.split())] for name, columns in COLUMNS.items()}
    return {"sheets": {**filled, **headers, "sheet_names": list(sheets)}, "problems": []}


def problems(chosen: Iterable[int]) -> frozenset[Problem]:
    try:
        import_xlsform(b"", reader=lambda _: form(chosen))
    except XlsformError as error:
        return frozenset(error.problems)
    return frozenset()


@cache
def alone(number: int) -> frozenset[Problem]:
    return problems([number])


def test_the_good_form_is_good_and_each_mistake_is_one() -> None:
    assert problems([]) == frozenset()
    assert [number for number in range(len(MISTAKES)) if not alone(number)] == []


@settings(max_examples=60, deadline=None)
@given(st.sets(st.integers(0, len(MISTAKES) - 1), max_size=8))
def test_together_they_are_told_as_each_alone(chosen: set[int]) -> None:
    assert problems(chosen) == frozenset().union(*map(alone, chosen))
