"""What phones are sent instead of the letters GSM-7 lacks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.text.folding import fold, losses
from flows.text.gsm7 import is_gsm7

FRENCH_LETTERS = "àâäçéèêëîïôöœùûüÿæÀÂÄÇÉÈÊËÎÏÔÖŒÙÛÜŸÆ«»“”’‘–—…°€ \u00a0\u202f"
MALIAN_LETTERS = "ɛƐɔƆɲƝŋŊɓƁɗƊƴƳəǝɣƔšžḍḥṣṭẓăǧãõñ"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ça coûte 5 €, à l’école", "Ça coute 5 €, à l'école"),
        ("garçon, forêt, Noël, aiguë, île, naïf", "garcon, foret, Noel, aigue, ile, naif"),
        ("À Ségou, « où » êtes-vous ?", 'A Ségou, "où" etes-vous ?'),
        ("«\u00a0oui\u202f» – cœur…", '"oui" - coeur...'),
        ("Bamanankan : kɛnɛ, sɔrɔ, ɲɔ, ŋana", "Bamanankan : kènè, sòrò, nyò, ngana"),
        ("Ɛ Ɔ Ɲ Ŋ", "E O Ny Ng"),
        ("ɓernde, ɗo, ƴama", "bernde, do, yama"),
        ("ǝɣlan šad ḍar", "eghlan sad dar"),
        ("kɔ́nɔ̀", "kònò"),  # tone marks have nowhere to go
        ("e\u0301cole", "école"),
        ("ligne\r\nligne\rligne", "ligne\nligne\nligne"),
        ("a\u200bb\u00adc\u00a0d\te", "abc d e"),
        ("N°\u00a05", "No 5"),
        ("½ ① ﬁn", "1/2 1 fin"),
        ("ok {a} [b] ~ ^ | \\", "ok {a} [b] ~ ^ | \\"),
        ("\U0001f600 ߒߞߏ", "? ???"),
        ("\ud800\x00", "??"),
        ("", ""),
    ],
)
def test_the_table(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_in_malian_languages_e_circumflex_keeps_its_sound() -> None:
    assert fold("bêe", "bm") == "bèe"
    assert fold("fête", "fr") == "fete"


def test_the_author_is_told_what_becomes_a_question_mark() -> None:
    assert losses("Vrai ? \U0001f600 ߒ ç \U0001f600") == ("\U0001f600", "ߒ")


@pytest.mark.parametrize("letter", FRENCH_LETTERS + MALIAN_LETTERS)
def test_no_letter_of_french_or_of_a_malian_language_is_lost(letter: str) -> None:
    for language in ("", "fr", "bm", "ffm", "taq"):
        assert losses(letter, language) == ()


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=())), st.sampled_from(["", "fr", "en", "bm"]))
def test_whatever_comes_in_gsm7_comes_out_and_once_is_enough(text: str, language: str) -> None:
    folded = fold(text, language)
    assert is_gsm7(folded)
    assert "\r" not in folded
    assert fold(folded, language) == folded
