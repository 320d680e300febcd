"""Labels as a phone can show them."""

import pytest

from flows.importers.xlsform import wording


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("**Important** : lisez", "Important : lisez"),
        ("*oui* et _non_", "oui et non"),
        ("# Titre", "Titre"),
        ("un<br>deux<br/>trois", "un\ndeux\ntrois"),
        ('<span style="color:red">Attention</span> &amp; merci', "Attention & merci"),
        ("[le site](https://example.org/a)", "le site"),
        ("first_name et last_name", "first_name et last_name"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("a < b et b > a", "a < b et b > a"),
        ("Choix n° #1", "Choix n° #1"),
        ("R&D; AT&T", "R&D; AT&T"),
    ],
)
def test_without_markup(written: str, plain: str) -> None:
    assert wording.without_markup(written) == plain


def test_tidy() -> None:
    assert wording.tidy("  Votre   nom\xa0? \n  (facultatif)  \n\n") == "Votre nom ?\n(facultatif)"


def test_placeholders_there_and_back() -> None:
    written = "Merci ${nom}, de ${ region }. {org}"
    placed = wording.with_placeholders(written)
    assert placed == "Merci {nom}, de {region}. {org}"
    assert wording.with_references(placed, frozenset({"nom", "region"})) == "Merci ${nom}, de ${region}. {org}"
    assert wording.references(written) == ("nom", "region")
