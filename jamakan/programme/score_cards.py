"""A round of a community score card: criteria chosen, both sides score apart, they meet, they plan, they repeat.

After CARE's method (domain notes, section 3.2): scores from 0 to 100, a face-to-face meeting, a dated action plan
(its actions are commitments), a new round six months later.
"""

from collections.abc import Mapping
from datetime import date
from statistics import fmean, median
from typing import NamedTuple

DRAFT, SCORING, SCORED, PLANNED = "draft", "scoring", "scored", "planned"
STATES = (DRAFT, SCORING, SCORED, PLANNED)

START, STOP, RESUME, PLAN = "start", "stop", "resume", "plan"
TRANSITIONS: Mapping[tuple[str, str], str] = {
    (DRAFT, START): SCORING,
    (SCORING, STOP): SCORED,
    (SCORED, RESUME): SCORING,
    (SCORED, PLAN): PLANNED,  # they met: the day of the meeting is known
}

COMMUNITY, PROVIDERS = "community", "providers"
SIDES = (COMMUNITY, PROVIDERS)

MOST_CRITERIA = 8
WORST, BEST = 0, 100
MONTHS = 6  # until the next round
HIDDEN_UNDER = 5  # people of a side: fewer could be known by their score


class Scores(NamedTuple):
    """What one side gave one criterion: by `people`, who are all that is told of fewer than `HIDDEN_UNDER`."""

    people: int
    mean: float | None
    median: float | None


def summed(given: list[int]) -> Scores:
    """The scores of a side. Fewer than `HIDDEN_UNDER` say nothing."""
    if len(given) < HIDDEN_UNDER:
        return Scores(len(given), None, None)
    return Scores(len(given), fmean(given), float(median(given)))


def after(state: str, event: str) -> str | None:
    """The state an event leads to; None: it is not possible."""
    return TRANSITIONS.get((state, event))


def possible(state: str) -> tuple[str, ...]:
    """What staff may do with a round in this state."""
    return tuple(event for before, event in TRANSITIONS if before == state)


def next_round(meeting_on: date) -> date:
    """The day the next round is proposed: months later, the last day of a month that is too short."""
    months = meeting_on.month - 1 + MONTHS
    year, month = meeting_on.year + months // 12, months % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
    return date(year, month, min(meeting_on.day, last))
