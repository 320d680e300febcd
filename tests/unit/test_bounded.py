"""A function in a process of its own ends within its bounds, whatever it does."""

from collections.abc import Callable

import pytest

from jamakan.bounded import OverrunError, run
from tests.support import bounded


def test_the_answer_of_a_function_comes_back() -> None:
    assert run(bounded.shouts, b"une pompe, un puits", seconds=5, memory=256_000_000) == [
        *("UNE", "POMPE,", "UN", "PUITS")
    ]


def test_the_process_gets_no_settings_and_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAMAKAN_DATA_KEY", "secret")
    assert "JAMAKAN_DATA_KEY" not in run(bounded.tells_what_it_knows, b"", seconds=5, memory=256_000_000)


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (bounded.hoards, "more than 256 MB of memory"),
        (bounded.never_ends, "longer than 1 seconds, or crashed"),
        (bounded.crashes, "crashed its reader"),
        (bounded.fails, "its reader failed: .*no such thing"),
    ],
)
def test_what_goes_too_far_is_ended_and_told(function: Callable[[bytes], object], reason: str) -> None:
    with pytest.raises(OverrunError, match=f"(?s){reason}"):
        run(function, b"", seconds=1, memory=256_000_000)
