"""Passwords: argon2id, and what makes one too easy."""

import argon2
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 10, 200  # characters; the upper bound only keeps a request from costing minutes
FEWEST_LETTERS = 5  # different ones
_HASHER = argon2.PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)  # 32 MiB a sign-in, some 60 ms
_NOBODYS = _HASHER.hash("the password of nobody")


class WeakPassword(ValueError):
    """A password that would be guessed; says why by its `reason`: short, long, simple or known."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"this password is too {reason}" if reason != "known" else "this password says who you are")
        self.reason = reason


def hashed(password: str, *about: str) -> str:
    """What to keep of a new password. `about` is what everybody knows of its owner: e-mail, name.

    Raises WeakPassword.
    """
    folded = password.casefold()
    if len(password) < SHORTEST:
        raise WeakPassword("short")
    if len(password) > LONGEST:
        raise WeakPassword("long")
    if len(set(folded)) < FEWEST_LETTERS:
        raise WeakPassword("simple")
    if any(part in folded for part in _parts(about)):
        raise WeakPassword("known")
    return _HASHER.hash(password)


def matches(known: str, password: str) -> bool:
    """Whether this is the password. `known` is "" for somebody who does not exist: that takes as long."""
    try:
        right = _HASHER.verify(known or _NOBODYS, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return right and bool(known)


def outdated(known: str) -> bool:
    """Whether it was hashed with other costs than today's: hash it again while the password is at hand."""
    return _HASHER.check_needs_rehash(known)


def _parts(about: tuple[str, ...]) -> list[str]:
    words = " ".join(about).casefold().replace("@", " ").replace(".", " ").split()
    return [word for word in words if len(word) >= FEWEST_LETTERS]
