"""When two texts are the same word."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.text.matching import digits, normal


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("ARRÊT", "arret"),
        (" Arrêter ! ", "arreter"),
        ("m’inscrire", "minscrire"),
        ("M'INSCRIRE", "minscrire"),
        ("m´inscrire", "minscrire"),
        ("\u0149", "n"),
        ("\u1d2c", "a"),
        ("ni cɛ", "ni ce"),
        ("ni cè", "ni ce"),
        ("Ni  Ce.", "ni ce"),
        ("sɔrɔ", "soro"),
        ("sòró", "soro"),
        ("SƆRƆ", "soro"),
        ("ɲɛ", "nye"),
        ("ŋana", "ngana"),
        ("cœur", "coeur"),
        ("\uff33\uff34\uff2f\uff30", "stop"),
        ("c\u00a0'est-à-dire", "c est a dire"),
        ("?", ""),
        ("", ""),
        ("\u0661\u0662", "12"),
    ],
)
def test_case_accents_and_variants_make_no_difference(typed: str, form: str) -> None:
    assert normal(typed) == form


def test_digits_of_every_script() -> None:
    assert digits("\u0663\u07c1 é \uff19 ½") == "31 é 9 ½"


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_any_text_has_a_form_and_the_form_is_its_own(text: str) -> None:
    assert normal(normal(text)) == normal(text)
