"""Which column is which, however its header is written in French or English."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.text.matching import normal
from jamakan.broadcasts.texts import key
from jamakan.sentences import said
from jamakan.spreadsheets import Problem
from jamakan.spreadsheets.headers import LANGUAGE, PHONE


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


def _problems(row: int, headers: Sequence[str]) -> Iterator[Problem]:
    words = [normal(header) for header in headers]
    phones = [header for header, word in zip(headers, words, strict=True) if word in PHONE]
    if not phones:
        why = said(
            "no column holds phone numbers: call it 'phone' or 'téléphone' (columns found: {found})",
            found=", ".join(filter(None, headers)),
        )
        yield Problem(row, "", why)
    if len(phones) > 1:
        yield Problem(row, ", ".join(phones), said("two columns hold phone numbers: keep one"))
    seen: dict[str, str] = {}
    for header in filter(normal, headers):
        if (name := key(header)) in seen and header not in phones:
            yield Problem(
                row, header, said("this column is the same as {other}: keep one of the two", other=seen[name])
            )
        seen[name] = header
