"""The page of the web phone, before a browser brings it to life."""

import re
from pathlib import Path

import pytest

from emulator.web.words import WORDS
from tests.support.emulator import Desk

STATIC = Path("emulator/web/static")


@pytest.mark.parametrize(
    ("query", "language", "sentence"),
    [("", "fr", "Qui téléphone ?"), ("?lang=en", "en", "Who is calling?"), ("?lang=xx", "fr", "Qui téléphone ?")],
)
def test_the_page_speaks_french_first(desk: Desk, query: str, language: str, sentence: str) -> None:
    page = desk.client.get(f"/{query}").get_data(as_text=True)
    assert f'<html lang="{language}">' in page
    assert sentence in page


def test_the_page_lives_under_a_strict_policy(desk: Desk) -> None:
    response = desk.client.get("/")
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    page = response.get_data(as_text=True)
    assert not re.search(r"\son\w+=|style=|https?://", page)


def test_everything_the_page_asks_for_is_there(desk: Desk) -> None:
    page = desk.client.get("/").get_data(as_text=True)
    for path in re.findall(r'(?:href|src)="(/static/[^"#]+)', page):
        with desk.client.get(path) as answer:
            assert answer.status_code == 200, path


def test_the_script_says_only_words_there_are() -> None:
    script = "".join(file.read_text() for file in STATIC.glob("*.js"))
    said = set(re.findall(r'say\("(\w+)"', script))
    assert said
    assert said <= set(WORDS)


def test_the_shown_codes_are_the_carrier_s() -> None:
    page = Desk(service_codes=("*123#",), short_codes=("700", "800")).client.get("/").get_data(as_text=True)
    assert "*123#" in page
    assert "<option>800</option>" in page
