"""A campaign: what people of a place were asked in a time. It closes only once they were told what came of it."""

from collections.abc import Mapping

OPEN, CLOSED = "open", "closed"
STATES = (OPEN, CLOSED)

CLOSE, REOPEN = "close", "reopen"
TRANSITIONS: Mapping[tuple[str, str], str] = {(OPEN, CLOSE): CLOSED, (CLOSED, REOPEN): OPEN}

# What happens without a move.
MADE, CHANGED, PREPARED, SAID = "made", "changed", "prepared", "said"

BROADCAST, RADIO, MEETING = "broadcast", "radio", "meeting"
ALOUD = (RADIO, MEETING)  # ways of telling that staff write down

SURVEY, THEME, VOTE, CARD = "survey", "theme", "vote", "card"
PARTS = (SURVEY, THEME, VOTE, CARD)


def after(state: str, event: str) -> str | None:
    """The state an event leads to; None: it is not possible."""
    return TRANSITIONS.get((state, event))
