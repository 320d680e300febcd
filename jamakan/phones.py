"""Phone numbers: read what carriers and people write, keep E.164, show no more than staff need."""

import phonenumbers

from jamakan.sentences import Sentence, said

COUNTRY = "ML"  # the country whose national form is understood; settings may say another


class PhoneError(ValueError):
    """What was given is not a phone number one can write to, with the reason, which never repeats the number."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(reason)
        self.reason = reason


def e164(written: str, country: str = COUNTRY) -> str:
    """The number as +<country><number>.

    Carriers write `+22370000001`, `22370000001` or, from a SIM gateway, the national `70000001`.
    Raises PhoneError with the reason; the reason never repeats the number.
    """
    digits = written.strip()
    if not digits or len(digits) > 24 or not digits.lstrip("+").replace(" ", "").isdecimal():
        raise PhoneError(said("not a phone number: digits with an optional leading + are expected"))
    for candidate, region in _readings(digits, country):
        try:
            number = phonenumbers.parse(candidate, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(number) and phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    raise PhoneError(said("no country has such a number"))


def takes_sms(phone: str) -> bool:
    """Whether an SMS can reach this E.164 number: landlines take none."""
    return phonenumbers.number_type(phonenumbers.parse(phone)) != phonenumbers.PhoneNumberType.FIXED_LINE


def spaced(phone: str) -> str:
    """`+223 70 12 34 56`, as one reads it aloud; "" for a line that was erased."""
    if not phone:
        return ""
    return phonenumbers.format_number(phonenumbers.parse(phone), phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def masked(phone: str) -> str:
    """`+223 7• •• •• 56`: enough for staff to tell two lines apart. A line that was erased has no number: `…`."""
    if not phone:
        return "…"
    number = phonenumbers.parse(phone)
    national = str(number.national_number)
    hidden = national[0] + "•" * (len(national) - 3) + national[-2:]
    pairs = " ".join(hidden[i : i + 2] for i in range(0, len(hidden), 2))
    return f"+{number.country_code} {pairs}"


def _readings(digits: str, country: str) -> tuple[tuple[str, str], ...]:
    if digits.startswith("+"):
        return ((digits, country),)
    return ((digits, country), ("+" + digits, country))  # national first: 68 22 34 56 is Malian, +682 a small island
