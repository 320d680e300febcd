"""How people call a column, and what they write in it: numbers and languages, in French or English."""

import re
from collections.abc import Sequence
from functools import cache

from babel import Locale, UnknownLocaleError

from flows.text.matching import normal
from jamakan.phones import PhoneError, e164, takes_sms
from jamakan.sentences import said

PHONE = frozenset(
    {
        "phone",
        "phone number",
        "phone no",
        "mobile",
        "mobile number",
        "mobile phone",
        "cell",
        "cell phone",
        "cellphone",
    }
    | {"msisdn", "number", "numbers", "sms", "gsm", "contact", "contacts", "tel", "telephone", "telephones"}
    | {"numero", "numeros", "numero de telephone", "numero telephone", "numero tel", "num", "num tel", "no tel"}
    | {"n tel", "n telephone", "n de telephone", "n de tel", "numero mobile", "numero de mobile", "portable"}
    | {"telephone mobile", "telephone portable", "numero de portable", "numero portable", "whatsapp"}
)
LANGUAGE = frozenset({"language", "lang", "langue", "langue parlee", "langue preferee", "preferred language"})

_PUNCTUATION = re.compile(r"[\s().\-\u2010-\u2015]+")
_ABROAD = re.compile(r"^00(?=\d)")


def phone_number(written: str, country: str) -> str:
    """The E.164 number of a cell. Raises PhoneError, saying what to do."""
    if not written:
        raise PhoneError(said("no number: fill it in or delete the row"))
    number = e164(_ABROAD.sub("+", _PUNCTUATION.sub("", written)), country)
    if not takes_sms(number):
        raise PhoneError(said("a landline, which no SMS reaches: give a mobile number or delete the row"))
    return number


def language_code(written: str, known: Sequence[str]) -> str | None:
    """The code of a language: `fr`, `Français`, `French`. None when it is none of those known."""
    return next((code for code in known if normal(written) in _names(code)), None)


@cache
def _names(code: str) -> frozenset[str]:
    """How a language is written: its code, its own name, and the French and the English one."""
    found = {code}
    for locale in ("fr", "en", code):
        try:
            found.add(Locale.parse(locale).languages.get(code, code))
        except UnknownLocaleError:
            continue
    return frozenset(map(normal, found))
