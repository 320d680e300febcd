"""Which language a column is in."""

import pytest

from flows.importers.xlsform import import_xlsform
from flows.importers.xlsform.languages import code
from tests.support.forms import survey


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Français (fr)", "fr"),
        ("French", "fr"),
        ("français", "fr"),
        ("FR", "fr"),
        ("English (en-GB)", "en"),
        ("Bamanankan", "bm"),
        ("Bambara", "bm"),
        ("Bambara (bm)", "bm"),
        ("Fulfulde (ffm)", "ffm"),
        ("Kiswahili", "sw"),
        ("العربية", "ar"),
        ("Xyzzy", "xyz"),
        ("1", "xx"),
    ],
)
def test_codes(written: str, expected: str) -> None:
    assert code(written) == expected


def languages(header: str, settings: str = "", language: str = "fr") -> tuple[str, ...]:
    cells = " | ".join("Q ?" for _ in header.split("|"))
    data = survey(f"type | name | {header}", f"text | q | {cells}", settings=settings)
    return import_xlsform(data, language=language).flow.languages


@pytest.mark.parametrize(
    ("header", "settings", "expected"),
    [
        ("label", "", ("fr",)),
        ("label::English (en)", "", ("en",)),
        ("label::English (en) | label::Français (fr)", "", ("en", "fr")),
        ("label::English (en) | label::Français (fr)", "default_language\nFrançais (fr)", ("fr", "en")),
        ("label | label::English (en)", "", ("fr", "en")),
        ("label:English | label:French", "", ("en", "fr")),
        ("label", "default_language\nEnglish (en)", ("en",)),
    ],
)
def test_the_default_language_comes_first(header: str, settings: str, expected: tuple[str, ...]) -> None:
    assert languages(header, settings) == expected


def test_the_importer_may_be_told_the_language() -> None:
    assert languages("label", language="bm") == ("bm",)
