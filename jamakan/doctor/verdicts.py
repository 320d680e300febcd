"""What a check says: how it stands, in words, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"  # works now; somebody should look
    FAILURE = "failure"  # a promise of the design is not kept, or will not be
    UNKNOWN = "cannot tell"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One check's answer, and what to do about it."""

    level: Level
    says: str
    do: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict with the check that gave it."""

    group: str
    check: str
    verdict: Verdict


def ok(says: str) -> Verdict:
    return Verdict(Level.OK, says)


def warning(says: str, do: str) -> Verdict:
    return Verdict(Level.WARNING, says, do)


def failure(says: str, do: str) -> Verdict:
    return Verdict(Level.FAILURE, says, do)


def cannot_tell(says: str, do: str = "") -> Verdict:
    """Not known is never well: a managed server that hides a setting is asked about, not trusted."""
    return Verdict(Level.UNKNOWN, says, do)
