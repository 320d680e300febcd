"""Every sentence of the console has its English, with the same placeholders, once."""

import re
from importlib.resources import files

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

from gateway.console import words

KEYWORDS = {"gettext": None, "ngettext": (1, 2), "mark": None, "_": None}
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext.babel_extract")]
OPTIONS = {"**.html": {"extensions": "jinja2.ext.i18n", "trimmed": "true", "newstyle_gettext": "true"}}
Section = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
"""Of a file: the French forms and the English ones, by the first French form."""

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


@pytest.fixture(scope="module")
def said() -> set[str]:
    """The French sentences of code and templates; of a plural, its singular."""
    found = extract_from_dir(str(files("gateway.console")), METHODS, OPTIONS, KEYWORDS)
    return {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}


def _forms(said: object) -> tuple[str, ...]:
    return tuple(str(form) for form in said) if isinstance(said, (tuple, list)) else (str(said),)


def _sentences(catalog: Catalog) -> Section:
    return {_forms(message.id)[0]: (_forms(message.id), _forms(message.string)) for message in catalog if message.id}


@pytest.fixture(scope="module")
def told() -> list[Section]:
    """The sections of the English catalogue."""
    return [_sentences(section) for section in words.sections("en")]


def test_sentences_are_found(said: set[str]) -> None:
    assert {"Accueil", "Se déconnecter"} <= said
    assert len(said) > 200


def test_every_sentence_has_its_english(said: set[str], told: list[Section]) -> None:
    known = {french for section in told for french in section}
    assert sorted(said - known) == []


def test_no_sentence_is_left_from_another_time(said: set[str], told: list[Section]) -> None:
    assert sorted({french for section in told for french in section} - said) == []


def test_no_sentence_is_in_two_sections(told: list[Section]) -> None:
    known = [french for section in told for french in section]
    assert sorted({french for french in known if known.count(french) > 1}) == []


def test_placeholders_are_the_same(told: list[Section]) -> None:
    for section in told:
        for french, english in section.values():
            assert all(english), french
            for form in english:
                assert set(PLACEHOLDER.findall(form)) <= set(PLACEHOLDER.findall(french[-1])), (french, english)
                if len(french) == 1:
                    assert set(PLACEHOLDER.findall(form)) == set(PLACEHOLDER.findall(french[0])), (french, english)
