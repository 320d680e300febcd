"""What is left of people who were erased, and spreadsheets of people read but not yet kept."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from jamakan.store.models.base import Base, Counter, Hex, Key, Word

WAITING = "state = 'keeping'"


class Tombstone(Base):
    """A line that was erased, by its keyed hash: what its holder decided about messages outlives their data.

    What was said on it before `erased_at` and is stored late is dropped.
    """

    __tablename__ = "tombstones"

    ref: Mapped[Hex] = mapped_column(primary_key=True)
    opted_out: Mapped[bool]
    erased_at: Mapped[datetime]


class RedisRemoval(Base):
    """What Redis still holds of somebody erased in SQL; the row goes once it is gone there."""

    __tablename__ = "redis_removals"

    id: Mapped[Key]
    ref: Mapped[Hex]  # of the line
    sessions: Mapped[dict[str, Any]]  # {"refs": […]}: USSD sessions whose last screen is remembered
    asked_at: Mapped[datetime]


class PeopleImport(Base):
    """A spreadsheet of people: read and staged, then kept in one confirmed act. `digest` makes two uploads one.

    `done` rows were kept so far; moving it by comparison is what keeps two workers from keeping a chunk twice.
    """

    __tablename__ = "people_imports"
    __table_args__ = (
        Index("ix_people_imports_waiting", "id", sqlite_where=text(WAITING), postgresql_where=text(WAITING)),
    )

    id: Mapped[Key]
    digest: Mapped[Hex] = mapped_column(unique=True)
    state: Mapped[Word]  # staged, keeping, kept, abandoned
    by: Mapped[int | None] = mapped_column(ForeignKey("staff_accounts.id"))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activities.id"))
    rows: Mapped[int]
    done: Mapped[Counter]
    added: Mapped[Counter]
    known: Mapped[Counter]
    seated: Mapped[Counter]
    waitlisted: Mapped[Counter]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class PeopleImportChunk(Base):
    """Some rows of a staged spreadsheet, sealed; deleted once they are kept or given up."""

    __tablename__ = "people_import_chunks"

    import_id: Mapped[int] = mapped_column(ForeignKey("people_imports.id"), primary_key=True)
    first: Mapped[int] = mapped_column(primary_key=True)  # the place of its first row, from 0
    body: Mapped[bytes]  # sealed
