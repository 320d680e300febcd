"""Phone numbers, and which network of Mali serves them."""

from dataclasses import dataclass
from decimal import Decimal

import phonenumbers


@dataclass(frozen=True, slots=True)
class Network:
    """A mobile network: its name, its code (MCC and MNC), its price for one SMS part in XOF."""

    name: str
    code: str
    price: Decimal


ORANGE = Network("Orange", "61002", Decimal(8))
MOOV = Network("Moov", "61001", Decimal(9))
TELECEL = Network("Telecel", "61003", Decimal(10))
ABROAD = Network("?", "99999", Decimal(25))

# No portability in Mali: the beginning of a number tells the operator. The codes follow the MCC+MNC pattern only.
BY_PREFIX = {
    "+2235": TELECEL,
    "+2236": MOOV,
    "+2237": ORANGE,
    "+2238": ORANGE,
    "+2239": ORANGE,
}

SANDBOX_CODE = "99999"  # what Africa's Talking's sandbox says for every phone


def network_of(number: str) -> Network:
    """Return the network of a number in +223… form; numbers of other countries are "?"."""
    return BY_PREFIX.get(number[:5], ABROAD)


def network_code(number: str, style: str) -> str:
    """Return the networkCode that callbacks carry; the sandbox has one for everybody."""
    return network_of(number).code if style == "live" else SANDBOX_CODE


def normalise(raw: str) -> str | None:
    """Return the number in E.164 form, or None when it cannot be one. A missing + is put back."""
    digits = raw.strip()
    try:
        parsed = phonenumbers.parse(digits if digits.startswith("+") else f"+{digits}", None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def is_landline(number: str) -> bool:
    """Return whether no SMS can reach this number because it is a fixed line."""
    kind = phonenumbers.number_type(phonenumbers.parse(number, None))
    return bool(kind == phonenumbers.PhoneNumberType.FIXED_LINE)
