"""What of persons a file shows: pseudonyms and masked numbers, or, for those who may, names and whole numbers."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from jamakan.phones import masked
from jamakan.privacy.vault import Vault
from jamakan.store import sealing

DIGITS = 16  # of a pseudonym: 64 bits, so that two of a million people share none
Cell = str | int | float | None


@dataclass(frozen=True)
class Eye:
    """One export's look. Pseudonyms made with another `salt` have nothing in common with these."""

    vault: Vault
    zone: ZoneInfo
    salt: str
    identified: bool

    def line(self, contact_id: int) -> str:
        """A phone line's pseudonym."""
        return self._alias("line", contact_id)

    def person(self, participant_id: int) -> str:
        """A person's pseudonym."""
        return self._alias("person", participant_id)

    def numbered(self, kind: str, number: int) -> Cell:
        """What a row is called: as in SQL for those who may, for others by a pseudonym that joins no two files."""
        return number if self.identified else self._alias(kind, number)

    def phone(self, sealed: bytes) -> str:
        """The number, whole or masked."""
        number = self.vault.open_text(sealed, sealing.PHONE)
        return number if self.identified else masked_number(number)

    def hidden(self, sealed: bytes | None, purpose: str) -> str:
        """What names people: as it is for those who may, nothing for others."""
        return self.vault.open_text(sealed, purpose) if self.identified and sealed is not None else ""

    def moment(self, at: datetime | None) -> str:
        """`2026-11-23 14:05:00`, in the house's zone: sorts, and every program reads it."""
        return f"{at.astimezone(self.zone):%Y-%m-%d %H:%M:%S}" if at is not None else ""

    def _alias(self, kind: str, number: int) -> str:
        return self.vault.ref(f"export {kind}", f"{self.salt}|{number}")[:DIGITS]


@lru_cache(maxsize=4096)  # a line has many messages
def masked_number(phone: str) -> str:
    """`masked`, remembered: reading a number as a number takes longer than all the rest of a row."""
    return masked(phone)
