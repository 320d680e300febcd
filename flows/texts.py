"""The service's own words, from texts.yaml."""

from collections.abc import Mapping
from functools import cache
from importlib import resources

import yaml

from flows.placeholders import fill
from flows.steps import Text, words


@cache
def texts() -> Mapping[str, Text]:
    source = resources.files("flows").joinpath("texts.yaml").read_text("utf-8")
    found: dict[str, Text] = yaml.safe_load(source)
    return found


def say(key: str, language: str, values: Mapping[str, str] | None = None) -> str:
    """The text `key` in `language`, French where it is missing, `{placeholders}` filled from `values`, not folded.

    Raises:
        KeyError: no such text: a mistake in the code that asks.
    """
    given = values or {}
    return fill(words(texts()[key], language), lambda name: given.get(name, ""))
