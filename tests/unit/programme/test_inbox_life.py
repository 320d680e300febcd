"""The tables of what messages and cases may go through."""

import re
from pathlib import Path

import pytest

from jamakan.programme import cases, inbox

DOCS = Path(__file__).parents[3] / "docs" / "inbox.md"


def test_every_state_of_a_case_can_be_reached_and_left() -> None:
    reached, fresh = set(), {cases.RECEIVED}
    while fresh:
        reached |= fresh
        fresh = {to for (before, _), to in cases.TRANSITIONS.items() if before in fresh} - reached
    assert reached == set(cases.STATES)
    assert {before for before, _ in cases.TRANSITIONS} == set(cases.STATES)


@pytest.mark.parametrize("state", cases.ENDED)
def test_a_case_that_ended_may_only_be_reopened(state: str) -> None:
    assert cases.possible(state) == (cases.REOPEN,)
    assert cases.after(state, cases.REOPEN) in cases.GOING_ON
    assert cases.after(state, cases.CONTEST) in cases.GOING_ON


@pytest.mark.parametrize(
    ("state", "event"),
    [(cases.RECEIVED, "fly"), (cases.READ, cases.TAKE_NOTE), (cases.SATISFIED, cases.REJECT), ("gone", cases.READ)],
)
def test_what_is_not_in_the_table_is_not_possible(state: str, event: str) -> None:
    assert cases.after(state, event) is None


def test_a_message_that_is_in_a_case_stays_there() -> None:
    assert inbox.possible(inbox.IN_CASE) == frozenset()
    assert all(inbox.possible(state) for state in inbox.STATES if state != inbox.IN_CASE)
    assert set(inbox.TRANSITIONS.values()) <= set(inbox.STATES)


def test_the_diagram_of_the_docs_is_the_table() -> None:
    drawn = re.findall(r"^ +(\w+) --> (\w+): (\w+)$", DOCS.read_text(), re.MULTILINE)
    assert {(before, event): to for before, to, event in drawn} == dict(cases.TRANSITIONS)
