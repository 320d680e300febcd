"""The states of a broadcast: the table, and what no sequence of events can bring about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jamakan.programme import broadcasts as life
from jamakan.programme.broadcasts import EVENTS, STATES, TRANSITIONS, MoveRefused, after, may_approve, moves

ENDS = {life.DONE, life.STOPPED}
LEAVING = {life.SCHEDULED, life.SENDING}


def walk(events: list[str]) -> list[tuple[str, str, str]]:
    """The moves that a draft makes of these events, those refused left out."""
    state, made = life.DRAFT, []
    for event in events:
        if (state, event) in TRANSITIONS:
            made.append((state, event, TRANSITIONS[state, event]))
            state = TRANSITIONS[state, event]
    return made


def test_the_table_names_only_known_states_and_events() -> None:
    assert {state for state, _ in TRANSITIONS} | set(TRANSITIONS.values()) == set(STATES)
    assert {event for _, event in TRANSITIONS} == set(EVENTS)
    assert moves(life.REJECT) == {life.WAITING: life.DRAFT}


@given(st.lists(st.sampled_from(EVENTS), max_size=30))
def test_nothing_leaves_that_nobody_agreed_to(events: list[str]) -> None:
    agreed = False
    for _, event, state in walk(events):
        agreed = event == life.APPROVE or (agreed and event not in {life.EDIT, life.REJECT, life.SUBMIT})
        assert agreed or state not in LEAVING


@given(st.lists(st.sampled_from(EVENTS), max_size=30))
def test_ends_are_ends_but_for_more_messages_of_a_done_one(events: list[str]) -> None:
    for before, event, _ in walk(events):
        assert before != life.STOPPED
        assert before != life.DONE or event in {life.REOPEN, life.RESEND}


@given(st.lists(st.sampled_from(EVENTS), max_size=30))
def test_a_broadcast_that_has_not_ended_can_be_stopped(events: list[str]) -> None:
    made = walk(events)
    state = made[-1][2] if made else life.DRAFT
    assert state in ENDS or after(state, life.STOP) == life.STOPPED


def test_a_refusal_says_what_is_possible() -> None:
    with pytest.raises(MoveRefused, match="pause is not possible for a broadcast that is done; possible: reopen"):
        after(life.DONE, life.PAUSE)
    with pytest.raises(MoveRefused, match="nothing, it has ended"):
        after(life.STOPPED, life.RESUME)


@pytest.mark.parametrize(
    ("person", "authors", "may"),
    [
        ("Fanta", {"Awa"}, True),
        ("Awa", {"Awa"}, False),
        ("  awa ", {"Awa"}, False),
        ("AÏSSATA", {"Aissata", "Moussa"}, False),
        ("Fanta", {"Awa", "Fanta"}, False),  # she changed its words
        ("Fanta", {""}, False),  # whoever made it may be Fanta
    ],
)
def test_nobody_approves_their_own(person: str, authors: set[str], may: bool) -> None:
    assert may_approve(person, authors) is may


@pytest.mark.parametrize(
    ("lines", "micros", "spent", "warning", "reasons"),
    [
        (500, 0, 0, None, 0),
        (501, 0, 0, None, 1),
        (1, 10, 90, 100, 0),
        (1, 11, 90, 100, 1),
        (501, 11, 90, 100, 2),
    ],
)
def test_a_second_person_looks_at_what_is_large_or_dear(
    lines: int, micros: int, spent: int, warning: int | None, reasons: int
) -> None:
    found = life.reasons_to_ask(
        lines=lines, micros=micros, spent_micros=spent, approval_over=500, warning_micros=warning
    )
    assert len(found) == reasons


@pytest.mark.parametrize(
    ("lines", "approved", "grown"), [(110, 100, False), (111, 100, True), (1, None, True), (0, None, False)]
)
def test_a_tenth_more_is_still_what_was_agreed_to(lines: int, approved: int | None, grown: bool) -> None:
    assert life.has_grown(lines, approved) is grown
