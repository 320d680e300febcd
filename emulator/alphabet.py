"""How long a text is for a phone network: GSM-7 septets or UCS-2 units, and billed parts (3GPP TS 23.038, 23.040)."""

from dataclasses import dataclass

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")  # each is sent as ESC and a second septet
ONE_MESSAGE = {"gsm7": 160, "ucs2": 70}
ONE_PART = {"gsm7": 153, "ucs2": 67}  # less, because each part carries a header saying which it is


@dataclass(frozen=True, slots=True)
class Size:
    """Size of a text: `encoding` ("gsm7" or "ucs2"), `units` in that encoding, `parts` billed."""

    encoding: str
    units: int
    parts: int


def encoding_of(text: str) -> str:
    """Return "gsm7" when every character is in the GSM alphabet; one outsider moves all to "ucs2"."""
    return "gsm7" if all(char in GSM or char in EXTENSION for char in text) else "ucs2"


def units_of(char: str, encoding: str) -> int:
    """Return what one character costs: extension characters and surrogate pairs count two."""
    if encoding == "gsm7":
        return 2 if char in EXTENSION else 1
    return 2 if ord(char) > 0xFFFF else 1


def measure(text: str) -> Size:
    """Return the size of an SMS."""
    encoding = encoding_of(text)
    costs = [units_of(char, encoding) for char in text]
    units = sum(costs)
    if units <= ONE_MESSAGE[encoding]:
        return Size(encoding, units, 1 if units else 0)
    return Size(encoding, units, _parts(costs, ONE_PART[encoding]))


def _parts(costs: list[int], room_of_a_part: int) -> int:
    """Count parts one character at a time: a pair is never split, so a plain division counts too few."""
    parts, room = 1, room_of_a_part
    for cost in costs:
        if cost > room:
            parts, room = parts + 1, room_of_a_part
        room -= cost
    return parts


def cut(text: str, limit: int) -> str:
    """Return the longest beginning of a text that fits `limit` units of its encoding."""
    encoding, room = encoding_of(text), limit
    for index, char in enumerate(text):
        room -= units_of(char, encoding)
        if room < 0:
            return text[:index]
    return text
