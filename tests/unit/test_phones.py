"""Numbers as carriers and people write them."""

import pytest

from jamakan.phones import PhoneError, e164, masked


@pytest.mark.parametrize(
    "written", ["+22370000001", "22370000001", "70000001", "70 00 00 01", " +223 70 00 00 01 ", "٧٠٠٠٠٠٠١"]
)
def test_a_malian_number_is_one_number_however_written(written: str) -> None:
    assert e164(written) == "+22370000001"


@pytest.mark.parametrize(
    "absurd", ["", "+", "+1", "abc", "ORANGE", "36000", "9" * 40, "+223700000010", "<script>", "+22370000001\nX", "0"]
)
def test_what_is_no_number_is_refused_without_repeating_it(absurd: str) -> None:
    with pytest.raises(PhoneError) as refusal:
        e164(absurd)
    assert len(absurd) < 2 or absurd not in str(refusal.value)


def test_a_masked_number_tells_two_lines_apart_and_no_more() -> None:
    assert masked("+22370123456") == "+223 7• •• •• 56"
