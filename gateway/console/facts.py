"""The words for what people said about themselves, from the flows that asked them."""

from functools import cache

from flows.catalog import load_library
from flows.steps import words
from gateway.console.words import gettext, language, mark

FLOWS = ("registration", "difficulties")
UNSAID = frozenset({"", "no_answer"})
SHORT = {  # columns are narrow
    ("sex", "female"): mark("Femmes"),
    ("sex", "male"): mark("Hommes"),
    ("group", "youth"): mark("Jeunes"),
    ("displacement", "displaced"): mark("Déplacés internes"),
    ("pvh", "yes"): mark("Personnes vivant avec un handicap"),
    ("disability", "yes"): mark("Beaucoup de difficultés à une activité au moins"),
    ("disability", "no"): mark("Moins de difficultés"),
}
STATES = {
    "registered": mark("place réservée"),
    "confirmed": mark("présence confirmée"),
    "waitlisted": mark("en attente"),
    "cancelled": mark("annulée"),
}


def label(fact: str, value: str) -> str:
    """What people chose, in the reader's language: `label("age", "18_24")` is "18 à 24"."""
    if value in UNSAID:
        return gettext("Sans réponse")
    if (fact, value) in SHORT:
        return gettext(SHORT[fact, value])
    return _labels(fact, language()).get(value, value)


def values(fact: str) -> dict[str, str]:
    """The values a fact may have, with their words."""
    return {value: label(fact, value) for value in _labels(fact, language()) if value not in UNSAID}


def state(word: str) -> str:
    """What a registration's state is called."""
    return gettext(STATES[word]) if word in STATES else word


@cache
def _labels(fact: str, language: str) -> dict[str, str]:
    steps = (step for flow in FLOWS for step in load_library().flow(flow).steps)
    step = next((step for step in steps if step.name == fact), None)
    return {choice.name: words(choice.label, language) for choice in step.choices} if step is not None else {}
