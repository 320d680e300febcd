"""The service's own words, from texts.yaml."""

from collections.abc import Mapping
from functools import cache

from flows.languages.weaving import offered, plain_texts, woven_texts
from flows.placeholders import fill
from flows.steps import Text, words


@cache
def texts() -> Mapping[str, Text]:
    """The texts by key, in French, English and every language that is offered."""
    return woven_texts(plain_texts(), offered())


def say(key: str, language: str, values: Mapping[str, str] | None = None) -> str:
    """The text `key` in `language`, French where it is missing, `{placeholders}` filled from `values`, not folded.

    Raises:
        KeyError: no such text: a mistake in the code that asks.
    """
    given = values or {}
    return fill(words(texts()[key], language), lambda name: given.get(name, ""))
