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
    """What one person did. `asked_at`: when they asked for a seat; `days`: on which they were there.

    `before`, `after`: of a test, right or wrong by question, in its order. `opinion`: 1 to 5.
    """

    who: Villager
    activity: str
    asked_at: datetime | None = None
    cancelled: bool = False
    days: list[int] = field(default_factory=list)
    before: Sequence[bool] | None = None
    after: Sequence[bool] | None = None
    opinion: int | None = None
    joined: bool = False
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """A case: who opened it, about what. `ended`: satisfied, rejected, or "" while it goes on."""

    who: Villager
    kind: str
    theme: str
    region: str
    at: datetime
    ended: str = ""
    satisfied: str = ""


@dataclass(slots=True)
class Ledger:
    """The year."""

    held: list[Held] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)
    spoken: list[Spoken] = field(default_factory=list)
    confidential: int = 0
    promised: dict[str, str] = field(default_factory=dict)  # commitment → kept, late, dropped, open
    lost: list[str] = field(default_factory=list)  # screens on which somebody knew no answer: none, in a sound house

    def of(self, slug: str) -> list[Story]:
        """The stories of one activity, in the order of their requests."""
        return [story for story in self.stories if story.activity == slug]
