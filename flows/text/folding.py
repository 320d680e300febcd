"""Any text in GSM-7 letters, for sending only: one letter outside GSM-7 more than halves what a screen holds.

Stored text is never folded. `è` and `ò` stand for ɛ and ɔ in an older Malian orthography many adults read; capitals
have no such letter in GSM-7 and lose the distinction. Speakers of each language have to approve their table.
"""

import re
import unicodedata
from collections.abc import Mapping

from flows.text.gsm7 import BASIC, EXTENDED, is_gsm7

REPLACEMENT = "?"
_KNOWN = BASIC | EXTENDED


def _by_code(table: Mapping[str, str]) -> Mapping[int, str]:
    return {ord(character): plain for character, plain in table.items()}


_LETTERS = {
    **dict(zip("ɛɔƐƆ", "èòEO", strict=True)),
    **dict(zip("ɓɗƴƁƊƳəǝƏƎ", "bdyBDYeeEE", strict=True)),
    **dict(zip("çıłŁđĐðÐ", "cilLdDdD", strict=True)),
    **dict(zip("ɲƝŋŊɣƔ", ("ny", "Ny", "ng", "Ng", "gh", "Gh"), strict=True)),
    **dict(zip("œŒþÞẞ", ("oe", "OE", "th", "Th", "SS"), strict=True)),
}
_SIGNS = {
    **dict.fromkeys("«»“”„‟″", '"'),
    **dict.fromkeys("’‘‚‛ʼʻˈ′`´ꞌ", "'"),
    **dict.fromkeys("‐‑‒–—―−•·", "-"),
    **dict(zip("°×÷⁄¦¢", "ox//|c", strict=True)),
    "…": "...",
}
_SPACES = dict.fromkeys(
    "\t\v\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000",
    " ",
)
_NOTHING = dict.fromkeys(
    "\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff\ufe0e\ufe0f", ""
)
_MALIAN = {"ê": "è", "ë": "è"}  # vowel quality carries meaning there; in French ê and e read alike

_COMMON = _by_code(_LETTERS | _SIGNS | _SPACES | _NOTHING)
_MALIAN_TABLE = _by_code(_LETTERS | _SIGNS | _SPACES | _NOTHING | _MALIAN)
_TABLES: Mapping[str, Mapping[int, str]] = dict.fromkeys(
    ("bm", "ff", "ffm", "ses", "khq", "hmb", "snk", "taq", "dts", "bmq", "bze", "myk", "mwk", "mlq"), _MALIAN_TABLE
)
# French sets a no-break space inside guillemets; folded, the quote needs none.
_GUILLEMETS = re.compile(r"(?<=«)[ \u00a0\u202f]+|[ \u00a0\u202f]+(?=»)")
_LINE_ENDS = re.compile(r"\r\n?")


def fold(text: str, language: str = "") -> str:
    """`text` in GSM-7 letters only, `?` where nothing stands for a character (see `losses`).

    `language` (ISO 639 code) picks the table; unknown or empty means the common one.
    """
    if is_gsm7(text) and "\r" not in text:
        return text
    tidy = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text))
    folded = _GUILLEMETS.sub("", tidy).translate(_TABLES.get(language, _COMMON))
    return folded if is_gsm7(folded) else "".join(_fallback(character) for character in folded)


def losses(text: str, language: str = "") -> tuple[str, ...]:
    """The characters of `text` that folding turns into `?`, each once, in order: the author must be told."""
    characters = dict.fromkeys(unicodedata.normalize("NFC", text))
    return tuple(one for one in characters if one != REPLACEMENT and REPLACEMENT in fold(one, language))


def _fallback(character: str) -> str:
    """The base letter, nothing for a mark that stood on one, else `?`."""
    if character in _KNOWN:
        return character
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return ""
    base = unicodedata.normalize("NFKD", character).translate(_COMMON)
    kept = "".join(letter for letter in base if letter in _KNOWN)
    return kept.strip() or REPLACEMENT
