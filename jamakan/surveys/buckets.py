"""Numbers and times put in few boxes, so that counts of them stay small whatever people answer.

A number below 20 has a box of its own, then boxes are as wide as the power of ten below them: 20–29, 300–399.
"""

from bisect import bisect_left
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

EXACT = 20  # whole numbers below, either side of zero, are told apart
DIGITS = 15  # as in an answer (flows/limits.py)

# The end of each box of time in seconds, included. People answer in 3 to 60 seconds: there the boxes are narrow.
TIMES = (
    *(2, 4, 6, 8, 10, 13, 16, 20, 25, 30, 40, 50, 60, 75, 90, 120, 150, 180, 240, 300, 450, 600, 900),
    *(1_800, 3_600, 7_200, 21_600, 86_400, 604_800),
)


def number_box(said: str) -> str:
    """The box of a number, by its bound nearest to zero; "" for what is no number."""
    try:
        number = Decimal(said)
    except InvalidOperation:
        return ""
    if not number.is_finite() or number.adjusted() >= DIGITS:
        return ""
    size = int(abs(number))
    bound = size if size < EXACT else size // width(size) * width(size)
    return str(-bound if number < 0 else bound)


def width(bound: int) -> int:
    """How many whole numbers a box holds, by its bound nearest to zero."""
    size = abs(bound)
    return 1 if size < EXACT else 10 ** (len(str(size)) - 1)


def time_box(seconds: float) -> str:
    """The box of a time, by its end."""
    return str(TIMES[min(bisect_left(TIMES, seconds), len(TIMES) - 1)])


def median_time(boxes: Mapping[str, int]) -> float | None:
    """About the time half the people took at most, in seconds; None when nobody was timed."""
    half = sum(boxes.values()) / 2
    passed = 0
    for place, end in enumerate(TIMES):
        people = boxes.get(str(end), 0)
        if people and passed + people >= half:
            start = TIMES[place - 1] if place else 0
            return start + (end - start) * (half - passed) / people
        passed += people
    return None


def median_number(boxes: Mapping[str, int]) -> tuple[int, int] | None:
    """The first and last whole number of the box in which the middle answer lies; None when there is none."""
    half = sum(boxes.values()) / 2
    passed = 0
    for bound in sorted(map(int, boxes)):
        passed += boxes[str(bound)]
        if passed >= half and passed:
            far = bound + (width(bound) - 1) * (-1 if bound < 0 else 1)
            return min(bound, far), max(bound, far)
    return None
