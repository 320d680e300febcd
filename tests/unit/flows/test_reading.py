"""What people type, and the answer that is stored or the mistake that is explained."""

import pytest

from flows.expressions import Environment
from flows.limits import TEXT_MAX
from flows.offers import Offer, chosen
from flows.reading import Accepted, read
from flows.steps import Kind, Step
from tests.support.phone import NOW, Phone

FRUITS = tuple(
    Offer(key, name, {"fr": french, "en": english})
    for key, name, french, english in [
        ("1", "mango", "Mangue", "Mango"),
        ("2", "shea", "Karité", "Shea"),
        ("3", "salt", "Sel et épices", "Salt and spices"),
        ("9", "none", "Rien d’autre", "Nothing else"),
        ("13", "peanut", "Arachide", "Peanut"),
    ]
)


def _read(kind: Kind, typed: str, **settings: object) -> str:
    """The stored value in brackets, or the notice."""
    step = Step("q", kind, **settings)  # type: ignore[arg-type]
    reading = read(step, typed, FRUITS, lambda value: Environment({}, NOW, value))
    return f"[{reading.value}]" if isinstance(reading, Accepted) else reading.notice


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("1", "mango"),
        (" 1 ", "mango"),
        ("1.", "mango"),
        ("1)", "mango"),
        ("01", "mango"),
        ("\u0661", "mango"),  # Arabic-Indic one
        ("\uff11", "mango"),  # full-width one
        ("\u07c1", "mango"),  # N'Ko one
        ("13", "peanut"),
        ("mangue", "mango"),
        ("MANGO", "mango"),
        ("karite", "shea"),
        ("Karité !", "shea"),
        ("rien d'autre", "none"),
        ("RIEN DAUTRE", "none"),
        ("peanut", "peanut"),
        ("4", None),
        ("", None),
        ("?", None),
        ("1 3", None),
        ("manguier", None),
    ],
)
def test_a_choice_is_meant_by_number_name_or_label(typed: str, name: str | None) -> None:
    offer = chosen(FRUITS, typed)
    assert (offer.name if offer else None) == name


def test_a_label_that_two_choices_share_chooses_none() -> None:
    twins = (Offer("1", "a", {"fr": "Autre"}), Offer("2", "b", {"fr": "Autre"}))
    assert chosen(twins, "autre") is None


@pytest.mark.parametrize(
    ("kind", "typed", "read_as"),
    [
        (Kind.SELECT_ONE, "2", "[shea]"),
        (Kind.SELECT_ONE, "7", "invalid.choice"),
        (Kind.SELECT_ONE, "", "required"),
        (Kind.SELECT_MULTIPLE, "3 1", "[mango salt]"),
        (Kind.SELECT_MULTIPLE, "1,3", "[mango salt]"),
        (Kind.SELECT_MULTIPLE, "1, 3;2", "[mango shea salt]"),
        (Kind.SELECT_MULTIPLE, "1*3", "[mango salt]"),
        (Kind.SELECT_MULTIPLE, "1 et 3", "[mango salt]"),
        (Kind.SELECT_MULTIPLE, "1 and 3", "[mango salt]"),
        (Kind.SELECT_MULTIPLE, "1 1 1", "[mango]"),
        (Kind.SELECT_MULTIPLE, "13", "[peanut]"),
        (Kind.SELECT_MULTIPLE, "12", "invalid.multi"),
        (Kind.SELECT_MULTIPLE, "sel et épices", "[salt]"),
        (Kind.SELECT_MULTIPLE, "mangue karité", "[mango shea]"),
        (Kind.SELECT_MULTIPLE, "1 8", "invalid.multi"),
        (Kind.SELECT_MULTIPLE, ",", "invalid.multi"),
        (Kind.TEXT, "  oui * non  ", "[oui * non]"),
        (Kind.TEXT, "É" * TEXT_MAX, "[" + "É" * TEXT_MAX + "]"),
        (Kind.TEXT, "É" * (TEXT_MAX + 1), "invalid.long"),
        (Kind.TEXT, " \t ", "required"),
        (Kind.INTEGER, "12", "[12]"),
        (Kind.INTEGER, " 007 ", "[7]"),
        (Kind.INTEGER, "-3", "[-3]"),
        (Kind.INTEGER, "+3", "[3]"),
        (Kind.INTEGER, "12 000", "[12000]"),
        (Kind.INTEGER, "\u0661\u0662", "[12]"),
        (Kind.INTEGER, "2,5", "invalid.integer"),
        (Kind.INTEGER, "1 2", "invalid.integer"),
        (Kind.INTEGER, "1_000", "invalid.integer"),
        (Kind.INTEGER, "1e3", "invalid.integer"),
        (Kind.INTEGER, "9" * 16, "invalid.integer"),
        (Kind.DECIMAL, "2,50", "[2.5]"),
        (Kind.DECIMAL, ".5", "[0.5]"),
        (Kind.DECIMAL, "100", "[100]"),
        (Kind.DECIMAL, "-0,0", "[0]"),
        (Kind.DECIMAL, "1.2.3", "invalid.decimal"),
        (Kind.DECIMAL, "nan", "invalid.decimal"),
        (Kind.DECIMAL, "inf", "invalid.decimal"),
        (Kind.DATE, "17/12/2025", "[2025-12-17]"),
        (Kind.DATE, "1/2/2025", "[2025-02-01]"),
        (Kind.DATE, "17-12-2025", "[2025-12-17]"),
        (Kind.DATE, "17 12 2025", "[2025-12-17]"),
        (Kind.DATE, "17122025", "[2025-12-17]"),
        (Kind.DATE, "2025-12-17", "[2025-12-17]"),
        (Kind.DATE, "29/02/2024", "[2024-02-29]"),
        (Kind.DATE, "29/02/2025", "invalid.date"),
        (Kind.DATE, "12/17/2025", "invalid.date"),
        (Kind.DATE, "17/12/25", "invalid.date"),
        (Kind.DATE, "00/00/0000", "invalid.date"),
        (Kind.DATE, "demain", "invalid.date"),
        (Kind.NOTE, "", "[]"),
    ],
)
def test_answers_are_stored_in_one_form(kind: Kind, typed: str, read_as: str) -> None:
    assert _read(kind, typed) == read_as


@pytest.mark.parametrize(
    ("settings", "typed", "read_as"),
    [
        ({"skip": "9"}, "9", "[]"),
        ({"skip": "9"}, "", "[]"),
        ({"skip": "9"}, "19", "[19]"),
        ({"required": False}, "9", "[]"),
        ({"required": False}, "", "[]"),
        ({"default": "Kati"}, "", "[Kati]"),
        ({"default": "Kati", "skip": "8"}, "8", "[Kati]"),
        ({}, "9", "[9]"),
    ],
)
def test_a_question_may_be_left(settings: dict[str, object], typed: str, read_as: str) -> None:
    assert _read(Kind.TEXT, typed, **settings) == read_as


def test_an_optional_number_is_left_with_a_key_that_is_no_number() -> None:
    awa = Phone.of("""
flow: n
title: N
languages: [fr]
steps:
  - {name: cows, kind: integer, label: Combien de vaches ?, required: no}
  - {name: herd, kind: integer, label: Et de moutons ?, default: 3, required: no}
""")
    awa.dials()
    awa.reads("Combien de vaches ?", "(* pour ne pas répondre)")
    awa.types("*")
    awa.reads("Et de moutons ?", "* Garder : 3", "00 Retour")
    awa.types("*")
    assert awa.answers == {"cows": "", "herd": "3"}


@pytest.mark.parametrize(
    ("limits", "typed", "said"),
    [
        ("min: 5, max: 10", "11", "Il faut un nombre entre 5 et 10."),
        ("min: 5, max: 10", "dix", "Il faut un nombre entre 5 et 10."),
        ("min: 5", "4", "Il faut un nombre d'au moins 5."),
        ("max: 10", "11", "Il faut un nombre d'au plus 10."),
        ("constraint: . != 7", "7", "Cette réponse n'est pas possible. Vérifiez et répondez encore."),
        ("constraint: . != 7, constraint_message: Pas 7 !", "7", "Pas 7 !"),
        ("required: yes", "", "Il faut une réponse à cette question."),
        ("required_message: Dites un nombre.", "", "Dites un nombre."),
        ("required: yes", "x", "Il faut un nombre entier. Exemple : 12"),
    ],
)
def test_what_was_wrong_is_said_above_the_question(limits: str, typed: str, said: str) -> None:
    awa = Phone.of(f"""
flow: n
title: N
languages: [fr]
steps:
  - {{name: n, kind: integer, label: Combien ?, {limits}}}
""")
    awa.dials()
    awa.types(typed)
    awa.reads(said, "Combien ?")
