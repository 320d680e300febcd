"""The life of commitments, rounds and campaigns: tables, and what follows from days."""

import re
from datetime import date
from pathlib import Path

import pytest

from jamakan.programme import campaigns, commitments, score_cards


@pytest.mark.parametrize(
    ("state", "possible"),
    [
        (commitments.OPEN, ("keep", "drop")),
        (commitments.LATE, ("keep", "drop")),
        (commitments.KEPT, ("reopen",)),
        (commitments.DROPPED, ("reopen",)),
    ],
)
def test_what_staff_may_do_with_a_commitment(state: str, possible: tuple[str, ...]) -> None:
    assert commitments.possible(state) == possible


@pytest.mark.parametrize(
    ("due", "late"),
    [(None, False), (date(2026, 3, 2), False), (date(2026, 3, 1), False), (date(2026, 2, 28), True)],
)
def test_a_commitment_is_late_once_its_day_is_over(due: date | None, late: bool) -> None:
    assert commitments.is_late(due, date(2026, 3, 1)) is late


@pytest.mark.parametrize("table", [commitments, score_cards, campaigns], ids=lambda module: module.__name__)
def test_every_move_leads_from_a_state_to_a_state(table: object) -> None:
    known = set(table.STATES)  # type: ignore[attr-defined]
    for (before, _), after in table.TRANSITIONS.items():  # type: ignore[attr-defined]
        assert {before, after} <= known


@pytest.mark.parametrize(
    ("meeting", "again"),
    [
        (date(2026, 1, 15), date(2026, 7, 15)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 6, 30), date(2026, 12, 30)),
        (date(2026, 5, 31), date(2026, 11, 30)),
    ],
)
def test_the_next_round_is_six_months_later(meeting: date, again: date) -> None:
    assert score_cards.next_round(meeting) == again


@pytest.mark.parametrize(
    ("given", "scores"),
    [
        ([], (0, None, None)),
        ([10, 20, 30, 40], (4, None, None)),  # fewer than five could be known by their scores
        ([0, 100, 50, 50, 50], (5, 50.0, 50.0)),
        ([0, 0, 10, 90, 100, 100], (6, 50.0, 50.0)),
    ],
)
def test_a_side_s_scores_are_told_from_five_people_on(given: list[int], scores: tuple[int, float, float]) -> None:
    assert score_cards.summed(given) == scores


def test_the_diagrams_of_the_docs_are_the_tables() -> None:
    page = (Path(__file__).parents[3] / "docs" / "accountability.md").read_text(encoding="utf-8")
    drawn = re.findall(r"^ {4}(\w+) --> (\w+): (\w+)$", page, re.MULTILINE)
    assert {(before, event): after for before, after, event in drawn} == {
        **commitments.TRANSITIONS,
        **score_cards.TRANSITIONS,
    }
