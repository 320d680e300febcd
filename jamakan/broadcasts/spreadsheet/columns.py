"""Which column is which, however its header is written in French or English."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from babel import Locale, UnknownLocaleError

from flows.text.matching import normal
from jamakan.broadcasts.spreadsheet.problems import Problem
from jamakan.broadcasts.texts import key

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


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the phone and the language stand, and the place of every placeholder. `headers`: as written."""

    headers: tuple[str, ...]
    phone: int
    language: int | None
    others: dict[str, int]

    def header(self, place: int) -> str:
        return self.headers[place]


def columns(row: int, headers: Sequence[str]) -> Columns | list[Problem]:
    """The columns of a header row, or what is wrong with it."""
    if problems := list(_problems(row, headers)):
        return problems
    words = [normal(header) for header in headers]
    phone = next(place for place, word in enumerate(words) if word in PHONE)
    language = next((place for place, word in enumerate(words) if word in LANGUAGE), None)
    others = {key(header): place for place, header in enumerate(headers) if place not in {phone, language}}
    others.pop("", None)
    return Columns(tuple(headers), phone, language, others)


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


def _problems(row: int, headers: Sequence[str]) -> Iterator[Problem]:
    words = [normal(header) for header in headers]
    phones = [header for header, word in zip(headers, words, strict=True) if word in PHONE]
    if not phones:
        found = ", ".join(filter(None, headers))
        yield Problem(
            row, "", f"no column holds phone numbers: call it 'phone' or 'téléphone' (columns found: {found})"
        )
    if len(phones) > 1:
        yield Problem(row, " and ".join(phones), "two columns hold phone numbers: keep one")
    seen: dict[str, str] = {}
    for header in filter(normal, headers):
        if (name := key(header)) in seen and header not in phones:
            yield Problem(row, header, f"this column is the same as {seen[name]}: keep one of the two")
        seen[name] = header
