"""Reading what a person dials."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dialled:
    """A call to a service: its code, and the inputs dialled through (`*384*12345*1*2#` carries "1" and "2")."""

    service_code: str
    inputs: tuple[str, ...] = ()


def read_code(dialled: str, service_codes: Sequence[str]) -> Dialled | None:
    """Return which service a dialled code reaches, the longest match winning; None when it reaches none."""
    digits = dialled.strip()
    for code in sorted(service_codes, key=len, reverse=True):
        stem = code.removesuffix("#")
        if digits == code:
            return Dialled(code)
        if digits.startswith(f"{stem}*") and digits.endswith("#"):
            return Dialled(code, tuple(digits[len(stem) + 1 : -1].split("*")))
    return None
