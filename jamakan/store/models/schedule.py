"""What happens by itself: the clock's schedule and the rules of follow-ups."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from jamakan.store.models.base import Base, Key, Name, Word


class Scheduled(Base):
    """A job asked for at intervals. Moving `next_at` by comparison is what lets one clock of many ask."""

    __tablename__ = "schedule"

    name: Mapped[Name] = mapped_column(primary_key=True)
    every_seconds: Mapped[int]
    next_at: Mapped[datetime]
    last_at: Mapped[datetime | None]


class FollowUpRule(Base):
    """When an automatic message is due, to whom and in which words. `source` is its YAML."""

    __tablename__ = "follow_up_rules"

    id: Mapped[Key]
    name: Mapped[Name] = mapped_column(unique=True)
    source: Mapped[str]
    state: Mapped[Word]  # active or paused
    since: Mapped[datetime]  # what fell due before is never sent
    changed_at: Mapped[datetime]
