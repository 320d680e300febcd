"""A dialogue at rest: small, complete, and read back as it was."""

import json
from statistics import median
from time import perf_counter

from flows import engine
from flows.dialogue import Dialogue
from flows.loader import parse_flow
from flows.world import USSD, World
from tests.support.long_forms import long_form
from tests.support.phone import NOW

LONG = parse_flow(long_form(500), "long.yaml")
WORLD = World(NOW, USSD)
EIGHT_KB = 8 * 1024


def test_nothing_is_lost_in_json() -> None:
    full = Dialogue(
        key="k",
        flow="f",
        version="v",
        language="fr",
        position="q9",
        page=2,
        tries=1,
        notice="required",
        mode="resume",
        outcome="completed",
        answers={"a": "1", "b": "", "menu": "x"},
        offered=("a1", "a2"),
        values={"date": {"fr": "12 janvier"}},
        trail=("a", "note", "b"),
        aside=frozenset({"b", "a"}),
        inputs={"registered": "yes"},
    )
    assert Dialogue.from_json(json.loads(json.dumps(full.to_json()))) == full


def test_what_is_empty_takes_no_room() -> None:
    assert Dialogue("k", "f", "v", "fr").to_json() == {"k": "k", "f": "f", "v": "v", "l": "fr"}


def test_a_hundred_answers_take_less_than_8_kb() -> None:
    result = engine.start(LONG, key="0" * 32, language="fr", world=WORLD)
    while len(result.dialogue.answers) < 100:
        result = engine.step(LONG, result.dialogue, "1", WORLD)
    assert len(json.dumps(result.dialogue.to_json())) < EIGHT_KB


def test_a_step_of_a_form_of_500_questions_takes_less_than_2_ms() -> None:
    result = engine.start(LONG, key="0" * 32, language="fr", world=WORLD)
    times = []
    while not result.screen.ends:
        began = perf_counter()
        result = engine.step(LONG, result.dialogue, "1", WORLD)
        times.append(perf_counter() - began)
    assert len(times) == 450
    assert median(times) < 0.002
