"""Which box a number and a time fall into, and what boxes say of the middle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jamakan.surveys.buckets import TIMES, median_number, median_time, number_box, time_box, width


@pytest.mark.parametrize(
    ("said", "box"),
    [
        ("0", "0"),
        ("7", "7"),
        ("19", "19"),
        ("19.9", "19"),
        ("20", "20"),
        ("34", "30"),
        ("99", "90"),
        ("345", "300"),
        ("-34", "-30"),
        ("2.5", "2"),
        ("-0.5", "0"),
        ("1e3", "1000"),
        ("", ""),
        ("beaucoup", ""),
        ("NaN", ""),
        ("Infinity", ""),
        ("1e999999999", ""),
    ],
)
def test_boxes_of_numbers(said: str, box: str) -> None:
    assert number_box(said) == box


@given(st.integers(-(10**14), 10**14))
def test_a_box_holds_its_number(number: int) -> None:
    bound = int(number_box(str(number)))
    assert abs(bound) <= abs(number) < abs(bound) + width(bound)


@pytest.mark.parametrize(
    ("seconds", "end"), [(0.5, "2"), (2, "2"), (2.1, "4"), (59, "60"), (61, "75"), (1e9, "604800")]
)
def test_boxes_of_times(seconds: float, end: str) -> None:
    assert time_box(seconds) == end


def test_the_middle_time_lies_in_its_box() -> None:
    assert median_time({}) is None
    assert median_time({"20": 1}) == pytest.approx(18)
    assert 16 < (median_time({"4": 3, "20": 4, "604800": 1}) or 0) <= 20


@given(st.lists(st.floats(0.1, 100_000), min_size=1))
def test_the_middle_time_is_near_the_true_one(times: list[float]) -> None:
    boxes: dict[str, int] = {}
    for time in times:
        boxes[time_box(time)] = boxes.get(time_box(time), 0) + 1
    true = sorted(times)[(len(times) - 1) // 2]
    end = int(time_box(true))
    start = ([0, *TIMES])[TIMES.index(end)]
    assert start <= (median_time(boxes) or 0) <= end


def test_the_middle_number() -> None:
    assert median_number({}) is None
    assert median_number({"3": 2, "7": 1}) == (3, 3)
    assert median_number({"3": 1, "30": 5, "300": 1}) == (30, 39)
    assert median_number({"-30": 3, "2": 1}) == (-39, -30)
