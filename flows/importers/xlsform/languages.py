"""`Français (fr)`, `French`, `fr`: the language of a column, as an ISO code."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale

from flows.importers.xlsform.columns import TRANSLATED
from flows.importers.xlsform.problems import Findings, Problem
from flows.importers.xlsform.workbook import Sheet

_IN_BRACKETS = re.compile(r"\(\s*([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]+)*\s*\)\s*$")
_NOT_LETTERS = re.compile(r"[^a-z]+")
# Names in the languages themselves that Babel's English and French lists lack.
_OWN_NAMES: Mapping[str, str] = {
    "bamanankan": "bm",
    "bamanakan": "bm",
    "fulfulde": "ff",
    "songhay": "ses",
    "songhoy": "ses",
    "tamasheq": "taq",
    "soninké": "snk",
    "kiswahili": "sw",
    "español": "es",
    "português": "pt",
    "العربية": "ar",
}


@dataclass(frozen=True, slots=True)
class Languages:
    """codes: those of the form, the default one first. written: as headers have it ("" for none) → code."""

    codes: tuple[str, ...]
    written: Mapping[str, str]

    @property
    def default(self) -> str:
        return self.codes[0]


def languages(sheets: Iterable[Sheet], default_written: str, otherwise: str, offences: Findings) -> Languages:
    """The languages of labels and messages. `otherwise`: that of columns without one when the form does not say.

    Two columns of one language under different names are an offence.
    """
    found = [(sheet.name, *column) for sheet in sheets for column in sheet.headers if column.name in TRANSLATED]
    named = dict.fromkeys(language for _, _, language in found if language)
    if default_written:
        default = code(default_written)
    else:
        default = code(next(iter(named))) if named and all(language for _, _, language in found) else otherwise
    _check_distinct(found, offences)
    written = {language: code(language) for language in named}
    return Languages(tuple(dict.fromkeys([default, *written.values()])), {**written, "": default})


def _check_distinct(columns: Iterable[tuple[str, str, str]], offences: Findings) -> None:
    seen: dict[tuple[str, str, str], str] = {}
    for sheet, name, language in columns:
        key = (sheet, name, code(language) if language else "")
        if key in seen:
            why = f"'{language}' and '{seen[key]}' are both {key[-1]}: give one its own code, as in Bambara (bm)"
            offences.add(Problem(sheet, 1, f"{name}::{language}", "", why))
        seen.setdefault(key, language)


def unknown(written: Iterable[str]) -> Iterator[str]:
    """Languages whose code had to be guessed."""
    return (one for one in written if one and not _IN_BRACKETS.search(one) and _name(one) not in _codes_by_name())


def code(written: str) -> str:
    """The code of a language as a form author writes it; the first letters of its name when nobody knows it."""
    if match := _IN_BRACKETS.search(written):
        return match[1].lower()
    name = _name(written)
    return _codes_by_name().get(name) or _NOT_LETTERS.sub("", name)[:3].ljust(2, "x")


def _name(written: str) -> str:
    return written.strip().casefold()


@lru_cache(maxsize=1)
def _codes_by_name() -> Mapping[str, str]:
    found = dict(_OWN_NAMES)
    for locale in (Locale("en"), Locale("fr")):
        names = {str(key): str(name) for key, name in locale.languages.items() if str(key).isalpha()}
        found |= {name.casefold(): key for key, name in names.items()}
        found |= {key: key for key in names}
    return found
