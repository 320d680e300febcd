"""Counting characters and parts, against the cases of the standard and two independent oracles."""

import gsm0338
import pytest
import smsutil
from hypothesis import given
from hypothesis import strategies as st

from emulator.alphabet import EXTENSION, GSM, Size, cut, measure


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("", Size("gsm7", 0, 0)),
        ("I ni ce", Size("gsm7", 7, 1)),
        ("a" * 160, Size("gsm7", 160, 1)),
        ("a" * 161, Size("gsm7", 161, 2)),
        ("a" * 306, Size("gsm7", 306, 2)),
        ("a" * 307, Size("gsm7", 307, 3)),
        ("€" * 80, Size("gsm7", 160, 1)),
        ("a" * 152 + "€" + "a" * 152, Size("gsm7", 306, 3)),  # the pair is not split
        ("Ségou à 8h", Size("gsm7", 10, 1)),
        ("Français", Size("ucs2", 8, 1)),  # ç is outside, though Ç is inside
        ("i ni cɛ", Size("ucs2", 7, 1)),
        ("ɛ" * 70, Size("ucs2", 70, 1)),
        ("ɛ" * 71, Size("ucs2", 71, 2)),
        ("😀" * 35, Size("ucs2", 70, 1)),
        ("ɛ" * 66 + "😀" + "ɛ" * 66, Size("ucs2", 134, 3)),
    ],
)
def test_the_size_of_a_text(text: str, size: Size) -> None:
    assert measure(text) == size


@given(st.text(st.sampled_from([*sorted(GSM | EXTENSION), "ɛ", "ç", "😀"]), min_size=1, max_size=400))
def test_parts_are_those_smsutil_counts(text: str) -> None:
    assert measure(text).parts == len(smsutil.split(text).parts)


def test_the_alphabet_is_the_standard_s() -> None:
    codec = gsm0338.Codec()
    for char in GSM | EXTENSION:
        assert len(codec.encode(char)[0]) == (2 if char in EXTENSION else 1)


@pytest.mark.parametrize(
    ("text", "limit", "left"),
    [("abcdef", 4, "abcd"), ("abc€", 4, "abc"), ("ab", 4, "ab"), ("ɛ😀", 2, "ɛ"), ("", 4, "")],
)
def test_cutting_never_splits_a_character(text: str, limit: int, left: str) -> None:
    assert cut(text, limit) == left
