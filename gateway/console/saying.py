"""The core's sentences in the reader's language: each section teaches the French of those its pages show."""

from collections.abc import Mapping

from gateway.console.formats import number
from gateway.console.words import gettext
from jamakan.sentences import Sentence

FRENCH: dict[str, str] = {}
"""The template of a sentence in the core → the same in French, its values as %(name)s."""


def teach(french: Mapping[str, str]) -> None:
    """Add the sentences of a section; the French is marked for translation where it stands."""
    FRENCH.update(french)


def say(sentence: str) -> str:
    """The sentence in the reader's language; one that nobody taught stands for itself."""
    if not isinstance(sentence, Sentence) or sentence.template not in FRENCH:
        return sentence
    return gettext(FRENCH[sentence.template]) % {name: _shown(value) for name, value in sentence.values.items()}


def _shown(value: object) -> str:
    if isinstance(value, Sentence):
        return say(value)
    return number(value) if isinstance(value, int | float) else str(value)
