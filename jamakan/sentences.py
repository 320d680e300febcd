"""Sentences for people that can be said in another language: English here, where the command line reads them."""

from collections.abc import Mapping
from typing import Self


class Sentence(str):
    """English words, and what they were made of: pages find the same sentence in their reader's language by it.

    `field`: what of a form it is about, "" for the whole.
    """

    template: str
    values: Mapping[str, object]
    field: str

    @classmethod
    def of(cls, template: str, values: Mapping[str, object], field: str = "") -> Self:
        """The sentence of a template, as it was kept somewhere."""
        sentence = cls(template.format(**values))
        sentence.template, sentence.values, sentence.field = template, values, field
        return sentence


def said(template: str, /, field: str = "", **values: object) -> Sentence:
    """The sentence of a template; `said("{count:,} rows", count=2)`. Its template is a literal: a test reads them."""
    return Sentence.of(template, values, field)
