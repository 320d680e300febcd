"""Exact length of a text on the air: GSM-7 or UCS-2, units, billed parts (3GPP TS 23.038 and 23.040)."""

import re
from dataclasses import dataclass
from typing import Literal

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")  # sent as escape + letter: two septets

_EXTENDED = re.compile("[" + re.escape("".join(sorted(EXTENDED))) + "]")
_OUTSIDE = re.compile("[^" + re.escape("".join(sorted(BASIC | EXTENDED))) + "]")
_BASIC_PLANE_END = 0xFFFF  # beyond, a character takes two UTF-16 units


@dataclass(frozen=True, slots=True)
class Measure:
    """What a text costs as an SMS.

    units: septets (gsm7) or UTF-16 units (ucs2).
    costly: the characters that make it dearer, each once, in order: those outside GSM-7 when there are any, else
        those that count double.
    """

    encoding: Literal["gsm7", "ucs2"]
    units: int
    parts: int
    costly: tuple[str, ...]


def is_gsm7(text: str) -> bool:
    return _OUTSIDE.search(text) is None


def outside(text: str) -> tuple[str, ...]:
    """The characters GSM-7 lacks, each once, in order."""
    return tuple(dict.fromkeys(_OUTSIDE.findall(text)))


def width(text: str) -> int:
    """Septets of a text that is GSM-7 already."""
    return len(text) + len(_EXTENDED.findall(text))


def measure(text: str) -> Measure:
    if foreign := outside(text):
        costs = [2 if ord(character) > _BASIC_PLANE_END else 1 for character in text]
        return Measure("ucs2", sum(costs), _parts(costs, one=70, many=67), foreign)
    costs = [2 if character in EXTENDED else 1 for character in text]
    double = tuple(dict.fromkeys(_EXTENDED.findall(text)))
    return Measure("gsm7", sum(costs), _parts(costs, one=160, many=153), double)


def _parts(costs: list[int], *, one: int, many: int) -> int:
    """An escape pair or a surrogate pair never straddles two parts, so dividing the units would under-count."""
    if sum(costs) <= one:
        return 1 if costs else 0
    parts, room = 1, many
    for cost in costs:
        if cost > room:
            parts, room = parts + 1, many
        room -= cost
    return parts
