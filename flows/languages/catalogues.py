"""A translator's file (gettext .po) written, read and judged. The msgid is the French, the context its place."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from flows.languages.phrases import Phrase
from flows.languages.tongues import TONGUES
from flows.placeholders import names
from flows.text import fold, losses, width

OFFER = "jamakan: offer as it is"  # a line of the header: a language whose missing words stay French
TRANSLATED = re.compile(r'^msgstr (?:"[^"\n]|""\n")', re.MULTILINE)
HEADER = """{name} ({tag}): the words of Jamakan. INCOMPLETE until every msgstr is filled; French is shown until then.
Guide: docs/translating.md. Two native speakers read every text before it is used.
"""
HEAD = """{note}
msgid ""
msgstr ""
"Language: {tag}\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a catalogue holds and lacks. `problems`: (place, what is wrong); none of those is used."""

    words: Mapping[str, str]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    problems: tuple[tuple[str, str], ...]
    offered_as_it_is: bool = False

    @property
    def complete(self) -> bool:
        return not self.missing and not self.problems

    @property
    def offered(self) -> bool:
        """Whether people may choose the language."""
        return self.complete or (self.offered_as_it_is and bool(self.words))


class CatalogueError(ValueError):
    """A file that is no catalogue, with the reason."""


def write(tag: str, phrases: Iterable[Phrase], words: Mapping[str, str], *, offer: bool = False) -> bytes:
    """The file for the translators of a language, with the words there are."""
    note = HEADER.format(name=TONGUES.get(tag, tag), tag=tag) + (f"{OFFER}\n" if offer else "")
    catalog = Catalog(fuzzy=False)
    for phrase in phrases:
        catalog.add(
            phrase.french,
            words.get(phrase.place, ""),
            context=phrase.place,
            auto_comments=_notes(phrase),
        )
    catalog.mime_headers = [("Language", tag), ("Content-Type", "text/plain; charset=utf-8")]
    catalog.fuzzy = False
    written = BytesIO()
    write_po(written, catalog, width=0, omit_header=True)
    return HEAD.format(note=_commented(note), tag=tag).encode() + written.getvalue()


def touched(data: bytes) -> bool:
    """Whether anything is translated in a file: a look that costs no parsing."""
    return len(TRANSLATED.findall(data.decode("utf-8", "replace"))) > 1  # the header is one


def judge(tag: str, data: bytes, phrases: Sequence[Phrase]) -> Verdict:
    """What a file says of these phrases. Raises CatalogueError: it is no .po file."""
    try:
        catalog = read_po(BytesIO(data), abort_invalid=True)
    except (PoFileError, ValueError, UnicodeError) as error:
        raise CatalogueError(f"not a .po file in UTF-8: {error}") from error
    given = {
        str(message.context): str(message.string)
        for message in catalog
        if message.id and message.string and not message.fuzzy
    }
    wrong = {phrase.place: reason for phrase in phrases if (reason := _wrong(tag, phrase, given.get(phrase.place)))}
    words = {phrase.place: given[phrase.place] for phrase in phrases if phrase.place in given.keys() - wrong.keys()}
    there = {phrase.place for phrase in phrases}
    return Verdict(
        words,
        tuple(phrase.place for phrase in phrases if phrase.place not in given),
        tuple(sorted(given.keys() - there)),
        tuple(wrong.items()),
        offered_as_it_is=OFFER in (catalog.header_comment or ""),
    )


def _wrong(tag: str, phrase: Phrase, said: str | None) -> str:
    """Why a translation cannot be used, or ""."""
    if said is None:
        return ""
    if names(said) != names(phrase.french):
        wanted = " ".join(sorted(f"{{{name}}}" for name in names(phrase.french))) or "none"
        return f"its placeholders have to be those of the French: {wanted}"
    if lost := losses(said, tag):
        return f"no phone shows these letters: {' '.join(lost)}"
    taken = width(fold(said, tag))
    return f"{taken} characters, {phrase.most} fit: shorten it" if taken > phrase.most else ""


def _commented(note: str) -> str:
    return "\n".join(f"# {line}" for line in note.splitlines())


def _notes(phrase: Phrase) -> list[str]:
    return [f"English: {' '.join(phrase.english.split())}", f"{phrase.most} characters at most, GSM-7 letters"]
