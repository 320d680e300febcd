"""What people type, compared kindly: case, accents, letter variants, digits of other scripts, punctuation."""

import re
import unicodedata

_LETTERS = str.maketrans(
    {"ɛ": "e", "ɔ": "o", "ə": "e", "ǝ": "e", "ɲ": "ny", "ŋ": "ng", "ɣ": "gh", "ɓ": "b", "ɗ": "d", "ƴ": "y"}
    | {"œ": "oe", "æ": "ae", "ø": "o", "ı": "i", "ł": "l", "đ": "d"}
)
_JOINED = re.compile(r"['’‘ʼ`]")  # "m'inscrire" is also typed "minscrire"
_SEPARATORS = re.compile(r"[\W_]+")
_MARKS = re.compile(r"[\u0300-\u036f]")
_NOT_ASCII_DIGIT = re.compile(r"[^\D0-9]")


def digits(text: str) -> str:
    """`text` with the digits of every script (full-width, Arabic-Indic, N'Ko…) written 0 to 9, the rest untouched."""
    return _NOT_ASCII_DIGIT.sub(lambda match: str(unicodedata.decimal(match[0])), text)


def normal(text: str) -> str:
    """The form in which two texts are the same word or not: `Arrêter !`, `ARRETER` and `arrêter` are."""
    apart = unicodedata.normalize("NFKD", text.replace("´", "'"))  # else it would become a space
    folded = unicodedata.normalize("NFKD", apart.casefold())
    plain = _JOINED.sub("", _MARKS.sub("", digits(folded))).translate(_LETTERS)
    return _SEPARATORS.sub(" ", plain).strip()
