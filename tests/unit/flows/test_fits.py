"""Every built-in screen and SMS fits, in every language that is complete, with the longest real values.

Flows and texts are found, not listed: what somebody adds is played here too.
"""

import random
import re
from dataclasses import replace

import pytest

from flows.catalog import load_library
from flows.languages.weaving import offered
from flows.placeholders import names
from flows.text import fold, losses, width
from flows.text.gsm7 import is_gsm7
from flows.texts import say, texts
from flows.world import USSD
from tests.support import longest
from tests.support.phone import Phone

LIBRARY = load_library()
LANGUAGES = ("fr", "en", *offered())
ONE_SMS = 160
WALKS = 5  # of each flow and language; each takes other turnings
KEY = re.compile(r"^(\d{1,2}) ", re.MULTILINE)
TYPED = (longest.NAME, "12", "29/09/2026", "BUDGET")

TWO_PARTS = {  # SMS that may take a second part with the longest values, and why that is worth its price
    "session.ok": "a name of 40 letters; place, date and code are what the person needs",
    "session.waitlisted": "as session.ok",
    "session.promoted": "as session.ok",
    "session.confirmed": "as session.ok",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", sorted(texts()))
def test_every_text_is_one_sms(key: str, language: str) -> None:
    said = say(key, language, {name: longest.value(name) for name in names(texts()[key][language])})
    assert losses(said, language) == ()
    if key not in TWO_PARTS:
        assert width(fold(said, language)) <= ONE_SMS, fold(said, language)


def test_what_may_take_two_parts_is_there_and_needs_them() -> None:
    for key in TWO_PARTS:
        filled = [
            fold(say(key, language, {name: longest.value(name) for name in names(texts()[key][language])}), language)
            for language in LANGUAGES
        ]
        assert max(map(width, filled)) > ONE_SMS, f"{key} fits: take it off the list"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("flow", LIBRARY.names)
def test_every_screen_fits_on_every_way_through_a_flow(flow: str, language: str) -> None:
    for seed in range(WALKS):
        _walk(flow, language, random.Random(f"{flow} {seed}"))


@pytest.mark.parametrize("flow", LIBRARY.names)
def test_every_label_speaks_every_complete_language_and_loses_no_letter(flow: str) -> None:
    for step in LIBRARY.flow(flow).steps:
        for language in LANGUAGES:
            for label in (step.label, step.hint, *(choice.label for choice in step.choices)):
                assert not label or language in label, f"{flow}/{step.name} has no words in {language}"
                assert losses(label.get(language, ""), language) == ()


def _walk(flow: str, language: str, chance: random.Random) -> None:
    """Play a flow with long values, turning anywhere; the phone checks each screen's letters and width."""
    inputs = {
        name: chance.choice(("", "yes", longest.value(name)))
        for one in LIBRARY.names
        for name in LIBRARY.flow(one).inputs
    }
    phone = Phone(flow, language=language, inputs=inputs)
    values = {name: longest.value(name) for name in ("org", "tel", "hours", "code", "kept_until")}
    phone.world = replace(phone.world, values=values, lists=longest.lists())
    phone.dials()
    for _ in range(40):
        if phone.ended:
            return
        assert width(phone.screen) <= USSD.limit
        assert is_gsm7(phone.screen)
        keys = [key for key in KEY.findall(phone.screen) if key not in ("00", "0") or chance.random() < 0.1]
        phone.types(chance.choice(keys) if keys and chance.random() < 0.8 else chance.choice(TYPED))
