"""Somebody by what was typed: a number, or a whole name in any order of its words."""

from dataclasses import dataclass

from flows.text.matching import digits
from jamakan.core import Core
from jamakan.phones import PhoneError
from jamakan.spreadsheets.headers import phone_number
from jamakan.store.naming import name_ref
from jamakan.store.people import listing, reading
from jamakan.store.people.listing import Listed

FEWEST_DIGITS = 6  # with fewer it is no number


@dataclass(frozen=True, slots=True)
class Found:
    """Who it may be. `contact_id`: the line of a number that is known, also when nobody registered on it."""

    people: tuple[Listed, ...]
    contact_id: int | None = None
    wrong_number: PhoneError | None = None


def find(core: Core, typed: str) -> Found:
    """People of this number or name. Neither is looked up in clear: both by their keyed hashes."""
    if sum(letter.isdecimal() for letter in typed) >= FEWEST_DIGITS:
        return _by_number(core, digits(typed))
    vault = core.settings.vault
    wanted = name_ref(vault, typed)
    with core.db.read() as connection:
        return Found(tuple(listing.named(connection, vault, wanted)) if wanted else ())


def _by_number(core: Core, typed: str) -> Found:
    vault = core.settings.vault
    try:
        phone = phone_number(typed, core.settings.country)
    except PhoneError as error:
        return Found((), wrong_number=error)
    with core.db.read() as connection:
        contact_id = reading.line_of(connection, vault.ref("phone", phone))
        people = listing.on_line(connection, vault, contact_id) if contact_id is not None else []
    return Found(tuple(people), contact_id)
