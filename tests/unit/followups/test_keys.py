"""What the key of a follow-up says."""

import pytest

from jamakan.store.followups import keys

KEY = keys.key("day-before", keys.survey("feedback"), keys.line(7))


@pytest.mark.parametrize(
    ("written", "subject"),
    [
        (KEY, "s-feedback"),
        (f"{KEY}:orange", "s-feedback"),  # its successor, on a channel that reaches the number
        (f"{KEY}:orange:android", "s-feedback"),
        ("broadcast:1:c7", ""),
        ("followup:", ""),
    ],
)
def test_a_successor_is_about_what_it_takes_over(written: str, subject: str) -> None:
    assert keys.subject(written) == subject
