"""Units and parts, against 3GPP's rules and two independent packages."""

import gsm0338
import pytest
import smsutil
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.text.gsm7 import BASIC, EXTENDED, Measure, measure, width

EMOJI = "\U0001f600"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Measure("gsm7", 0, 0, ())),
        ("a" * 160, Measure("gsm7", 160, 1, ())),
        ("a" * 161, Measure("gsm7", 161, 2, ())),
        ("a" * 306, Measure("gsm7", 306, 2, ())),
        ("a" * 307, Measure("gsm7", 307, 3, ())),
        ("é" * 160, Measure("gsm7", 160, 1, ())),
        ("€" * 80, Measure("gsm7", 160, 1, ("€",))),
        ("€" * 81, Measure("gsm7", 162, 2, ("€",))),
        ("a" * 152 + "€" + "b" * 152, Measure("gsm7", 306, 3, ("€",))),
        ("a" * 151 + "€" + "b" * 153, Measure("gsm7", 306, 2, ("€",))),
        ("[" * 153, Measure("gsm7", 306, 3, ("[",))),
        ("ç" * 70, Measure("ucs2", 70, 1, ("ç",))),
        ("ç" * 71, Measure("ucs2", 71, 2, ("ç",))),
        ("ç" + "a" * 134, Measure("ucs2", 135, 3, ("ç",))),
        ("çê€ç", Measure("ucs2", 4, 1, ("ç", "ê"))),
        (EMOJI * 35, Measure("ucs2", 70, 1, (EMOJI,))),
        (EMOJI * 36, Measure("ucs2", 72, 2, (EMOJI,))),
        (EMOJI * 66, Measure("ucs2", 132, 2, (EMOJI,))),
        (EMOJI * 67, Measure("ucs2", 134, 3, (EMOJI,))),  # 33 a part: a pair is never split
        (EMOJI * 70, Measure("ucs2", 140, 3, (EMOJI,))),
        ("I ni ce, aw ka kɛnɛ wa?", Measure("ucs2", 23, 1, ("ɛ",))),
        ("\ud800", Measure("ucs2", 1, 1, ("\ud800",))),
    ],
)
def test_units_and_parts(text: str, expected: Measure) -> None:
    assert measure(text) == expected


def test_the_alphabet_is_the_one_of_gsm0338() -> None:
    codec = gsm0338.Codec()
    for letter in BASIC | EXTENDED:
        assert len(codec.encode(letter)[0]) == (2 if letter in EXTENDED else 1), letter
    assert len(BASIC) == 127
    assert len(EXTENDED) == 10


@settings(deadline=None)
@given(st.text(st.sampled_from("aé€[ç\n" + EMOJI), min_size=1, max_size=500))
def test_parts_agree_with_smsutil(text: str) -> None:
    """smsutil is right for all but the empty text and the escape character itself."""
    assert measure(text).parts == len(smsutil.split(text).parts)


@settings(deadline=None)
@given(st.text(st.sampled_from(sorted(BASIC | EXTENDED))))
def test_width_is_the_units_of_gsm7(text: str) -> None:
    assert measure(text).encoding == "gsm7"
    assert width(text) == measure(text).units
