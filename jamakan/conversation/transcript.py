"""What a USSD request adds to what was already seen.

A carrier sends all inputs of a session joined by `*`, without escaping and without a turn number. The new input is
therefore what follows the text already seen, never the last piece of a split: people type `*` in free text.
"""

from enum import Enum

SEPARATOR = "*"


class Relation(Enum):
    """How a request's text stands to the text its session last answered."""

    START = "start"  # unknown session, nothing typed yet
    DIAL_THROUGH = "dial through"  # unknown session, inputs dialled with the code (or our state was lost)
    NEXT = "next"
    REPEAT = "repeat"
    STALE = "stale"  # something already answered, arriving late
    CONFLICT = "conflict"


def relation(seen: str | None, text: str) -> Relation:
    """Where `text` stands; `seen` is the text last answered in this session, None for an unknown session."""
    if seen is None:
        return Relation.DIAL_THROUGH if text else Relation.START
    if text == seen:
        return Relation.REPEAT
    if seen == "" or text.startswith(seen + SEPARATOR):
        return Relation.NEXT
    if seen.startswith(text):
        return Relation.STALE
    return Relation.CONFLICT


def inputs(seen: str | None, text: str) -> tuple[str, ...]:
    """The inputs that are new: one for the next turn, all of them for a dial-through."""
    match relation(seen, text):
        case Relation.NEXT:
            return (text[len(seen) + 1 :] if seen else text,)
        case Relation.DIAL_THROUGH:
            return tuple(text.split(SEPARATOR))
        case _:
            return ()
