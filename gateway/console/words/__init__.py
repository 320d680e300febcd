"""What the console says. The French stands in code and templates; the files of `en` hold the English, one a section.

The catalogue is read when the process starts: there is no compiled file to forget.
"""

import re
from functools import cache
from gettext import NullTranslations
from importlib.resources import files
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import g, request

from gateway.console.browser import LANGUAGE

LANGUAGES = {"fr": "Français", "en": "English"}
FRENCH = "fr"
TIGHT = re.compile(r" (?=[:;?!»])|(?<=«) ")


class French(NullTranslations):
    """The source itself, no line of which begins with a « ? ». None and one are singular in French."""

    def gettext(self, message: str) -> str:
        return unbroken(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return unbroken(msgid1 if abs(n) < 2 else msgid2)


@cache
def unbroken(sentence: str) -> str:
    """A French sentence with the spaces that no line may end at: before : ; ? ! » and after «."""
    return TIGHT.sub("\N{NO-BREAK SPACE}", sentence)


@cache
def catalogue(language: str) -> NullTranslations:
    """The words of a language."""
    if language == FRENCH:
        return French()
    words = Catalog(locale=language)
    for section in sections(language):
        for message in section:
            words[message.id] = message
    packed = BytesIO()
    write_mo(packed, words)
    packed.seek(0)
    return Translations(packed)


def sections(language: str) -> list[Catalog]:
    """The files of a language as they stand. Raises PoFileError: one is broken."""
    read = []
    for file in sorted((files("gateway.console.words") / language).iterdir(), key=lambda file: file.name):
        if file.name.endswith(".po"):
            with file.open("rb") as words:
                read.append(read_po(words, locale=language, abort_invalid=True))
    return read


def language() -> str:
    """The language of this request: the one chosen before, else French."""
    if "language" not in g:
        chosen = request.cookies.get(LANGUAGE, "")
        g.language = chosen if chosen in LANGUAGES else FRENCH
    found: str = g.language
    return found


def gettext(message: str) -> str:
    """The message in the language of this request."""
    return catalogue(language()).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The message for this count in the language of this request."""
    return catalogue(language()).ngettext(one, many, count)


def mark(message: str) -> str:
    """Mark a message of a table for translation; `gettext` says it later."""
    return message
