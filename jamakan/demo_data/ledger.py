"""What everybody did in the year, as they would tell it: the house is never asked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from jamakan.demo_data.villagers import Villager


@dataclass(frozen=True, slots=True)
class Held:
    """An activity of the year."""

    slug: str
    region: str
    starts_at: datetime
    ends_at: datetime
    seats: int


@dataclass(slots=True)
class Story:
    """What one person did. `comes`: the days they mean to come on; `days`: on which they were there.

    `before`, `after`: of a test, right or wrong by question, in its order. `opinion`: 1 to 5.
    """

    who: Villager
    activity: str
    asked_at: datetime
    comes: Sequence[int] = ()
    cancelled_at: datetime | None = None
    confirmed: bool = False
    days: list[int] = field(default_factory=list)
    before: Sequence[bool] | None = None
    after: Sequence[bool] | None = None
    opinion: int | None = None
    joined: bool = False
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """A case: who opened it, about what."""

    who: Villager
    kind: str
    theme: str
    region: str
    at: datetime


@dataclass(slots=True)
class Ledger:
    """The year."""

    held: list[Held] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)
    spoken: list[Spoken] = field(default_factory=list)
    confidential: int = 0
    promised: dict[int, str] = field(default_factory=dict)  # commitment → keep, drop, or "" when nothing is said
    settled: dict[int, str] = field(default_factory=dict)  # commitment → keep or drop, once it was said
    moved: dict[int, str] = field(default_factory=dict)  # case → the state staff brought it to
    closed: list[int] = field(default_factory=list)  # campaigns, whose people were told
    content: dict[int, str] = field(default_factory=dict)  # case → yes, no or not_yet, by whoever opened it
    lost: list[str] = field(default_factory=list)  # screens on which somebody knew no answer: none, in a sound house

    def seated(self, slug: str) -> list[Story]:
        """Who has a seat there: first come, first served; a seat given up goes to whoever waits longest."""
        there = self.of(slug)
        free = next(held.seats for held in self.held if held.slug == slug)
        moves = [(story.asked_at, 1, story) for story in there]
        moves += [(story.cancelled_at, 0, story) for story in there if story.cancelled_at]
        have: list[Story] = []
        wait: list[Story] = []
        for _, asks, story in sorted(moves, key=lambda move: move[:2]):
            if asks:
                wait.append(story)
            else:
                (have if story in have else wait).remove(story)
            while wait and len(have) < free:
                have.append(wait.pop(0))
        return have

    def of(self, slug: str) -> list[Story]:
        """The stories of one activity, in the order of their requests."""
        return [story for story in self.stories if story.activity == slug]
