"""The limits of a number: in a constraint such as `. >= 18 and . <= 99`, and in a range with its steps."""

import re
from decimal import Decimal

_BOUND = re.compile(r"\.\s*(>=|<=)\s*(-?\d+(?:\.\d+)?)")
_STEPPED = re.compile(r"(?:\((?P<rest>.*)\) and )?\(\. - (?P<start>-?\d+)\) mod (?P<step>-?\d+) = 0")

Bounds = tuple[Decimal | None, Decimal | None]


def bounds_in(source: str) -> Bounds | None:
    """The limits that make up the whole constraint; None when it says anything else."""
    parts = [_BOUND.fullmatch(part.strip(" ()")) for part in source.split(" and ")]
    found = {part[1]: Decimal(part[2]) for part in parts if part}
    if None in parts or len(found) != len(parts):
        return None
    return found.get(">="), found.get("<=")


def bounds_source(least: Decimal | None, most: Decimal | None) -> str:
    """The constraint that `bounds_in` reads."""
    sources = (f". {sign} {bound}" for sign, bound in ((">=", least), ("<=", most)) if bound is not None)
    return " and ".join(sources)


def stepped(start: str, step: str, constraint: str) -> str:
    """The constraint of a range that goes by steps from `start`, beside its own."""
    steps = f"(. - {start}) mod {step} = 0"
    return f"({constraint}) and {steps}" if constraint else steps


def unstepped(constraint: str) -> tuple[str, str, str]:
    """The way back: start ("" when there are no steps), step and the range's own constraint."""
    if match := _STEPPED.fullmatch(constraint):
        return match["start"], match["step"], match["rest"] or ""
    return "", "1", constraint
