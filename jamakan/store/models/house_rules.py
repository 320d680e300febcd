"""What staff decided for the house, and what was removed because its time was over."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from jamakan.store.models.base import Base, Counter, Name, Word


class HouseRule(Base):
    """A rule as the environment would write it, whose value it replaces. Which there are: `jamakan.house_rules`."""

    __tablename__ = "house_rules"

    name: Mapped[Name] = mapped_column(primary_key=True)
    value: Mapped[str]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("staff_accounts.id"))  # None: the command line
    changed_at: Mapped[datetime]


class Removal(Base):
    """When the clock last removed things of one kind, and how many; `removed` counts all times."""

    __tablename__ = "removals"

    kind: Mapped[Word] = mapped_column(primary_key=True)
    last_at: Mapped[datetime]
    last_removed: Mapped[Counter]
    removed: Mapped[Counter]
