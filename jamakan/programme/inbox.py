"""A message nobody's flow understood: its states, and what moves it from one to the next."""

from collections.abc import Mapping

OPEN, ANSWERED, ASIDE, IN_CASE = "open", "answered", "aside", "in_case"
STATES = (OPEN, ANSWERED, ASIDE, IN_CASE)

ANSWER, SET_ASIDE, TO_CASE, REOPEN = "answer", "set_aside", "to_case", "reopen"

TRANSITIONS: Mapping[tuple[str, str], str] = {
    (OPEN, ANSWER): ANSWERED,
    (OPEN, SET_ASIDE): ASIDE,
    (OPEN, TO_CASE): IN_CASE,
    (ANSWERED, ANSWER): ANSWERED,  # a second SMS about the same
    (ANSWERED, TO_CASE): IN_CASE,
    (ANSWERED, REOPEN): OPEN,
    (ASIDE, ANSWER): ANSWERED,
    (ASIDE, TO_CASE): IN_CASE,
    (ASIDE, REOPEN): OPEN,
}


def possible(state: str) -> frozenset[str]:
    """The events a message in this state may meet. In a case it meets none: the case goes on with it."""
    return frozenset(event for before, event in TRANSITIONS if before == state)
