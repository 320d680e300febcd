"""The life of a case, after the practice of national interpellation: read, transmitted, rejected, satisfied.

A case is read by somebody, may be transmitted to the institution it concerns, and ends satisfied or rejected with a
reason. What goes on around it (messages, answers, notes) leaves its state as it is.
"""

from collections.abc import Mapping

QUESTION, CHALLENGE, PROPOSAL = "question", "challenge", "proposal"
KINDS = (QUESTION, CHALLENGE, PROPOSAL)

RECEIVED, READ, TRANSMITTED, REJECTED, SATISFIED = "received", "read", "transmitted", "rejected", "satisfied"
STATES = (RECEIVED, READ, TRANSMITTED, REJECTED, SATISFIED)
ENDED = (REJECTED, SATISFIED)
GOING_ON = tuple(state for state in STATES if state not in ENDED)

TAKE_NOTE, TRANSMIT, REJECT, SATISFY, REOPEN = "take_note", "transmit", "reject", "satisfy", "reopen"
CONTEST = "contest"
BY_PERSON = frozenset({CONTEST})  # who wrote is not satisfied with the end: no move of the staff
TRANSITIONS: Mapping[tuple[str, str], str] = {
    (RECEIVED, TAKE_NOTE): READ,
    (RECEIVED, TRANSMIT): TRANSMITTED,
    (RECEIVED, REJECT): REJECTED,
    (RECEIVED, SATISFY): SATISFIED,
    (READ, TRANSMIT): TRANSMITTED,
    (READ, REJECT): REJECTED,
    (READ, SATISFY): SATISFIED,
    (TRANSMITTED, TRANSMIT): TRANSMITTED,  # to another institution
    (TRANSMITTED, REJECT): REJECTED,
    (TRANSMITTED, SATISFY): SATISFIED,
    (REJECTED, REOPEN): READ,
    (SATISFIED, REOPEN): READ,
    (REJECTED, CONTEST): READ,
    (SATISFIED, CONTEST): READ,
}
NEEDS_REASON = frozenset({REJECT, REOPEN})
NEEDS_INSTITUTION = frozenset({TRANSMIT})

# What happens without a move.
OPENED, MESSAGE, ANSWER, NOTE, CHANGED, HELD, SETTLED, TOLD, JUDGED = (
    *("opened", "message", "answer", "note", "changed", "held", "settled", "told", "judged"),
)
ANSWERING = frozenset({ANSWER, SETTLED, REJECT, SATISFY})  # after these nobody waits any more

YES, NO, NOT_YET = "yes", "no", "not_yet"  # what people say of the end of their case


def after(state: str, event: str) -> str | None:
    """The state an event leads to; None: it is not possible."""
    return TRANSITIONS.get((state, event))


def possible(state: str) -> tuple[str, ...]:
    """The moves the staff may make of a case in this state, in their order."""
    return tuple(event for before, event in TRANSITIONS if before == state and event not in BY_PERSON)
