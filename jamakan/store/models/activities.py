"""The programme: series of activities, and the seats taken at them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from jamakan.store.models.base import Base, Counter, Key, Name, Word


class Series(Base):
    """A set of activities with one target; `reached` only where the programme published it."""

    __tablename__ = "series"

    id: Mapped[Key]
    slug: Mapped[Name] = mapped_column(unique=True)
    title: Mapped[str]
    target: Mapped[int]
    reached: Mapped[int | None]
    note: Mapped[str]


class Activity(Base):
    """A workshop or meeting.

    `seats_taken` and `waitlisted` are kept by the transactions that move seats, so that pages and screens never
    count. `reserved`: seats kept for some kinds of people (`ActivityQuota`), 0 once they are open to all.
    `precision` is "day", or "month" where only the month was published.
    """

    __tablename__ = "activities"
    __table_args__ = (
        CheckConstraint("seats_taken >= 0 AND waitlisted >= 0", name="counters"),
        CheckConstraint("starts_at < ends_at", name="dates"),
    )

    id: Mapped[Key]
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"), index=True)
    slug: Mapped[Name] = mapped_column(unique=True)
    region: Mapped[Word]
    place: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    precision: Mapped[Word]
    seats: Mapped[int]
    target: Mapped[int]
    reached: Mapped[int | None]
    seats_taken: Mapped[Counter]
    waitlisted: Mapped[Counter]
    reserved: Mapped[Counter]
    note: Mapped[str]


class Registration(Base):
    """A participant's seat, or place on the waiting list (its order is the row's).

    `replaces_id` is the seat given up once this one is had: a change towards a full activity keeps the old
    seat until the new one frees. `dialogue_key` makes the request unique for ever.
    """

    __tablename__ = "registrations"
    __table_args__ = (
        Index(
            "uq_registrations_active",
            "participant_id",
            "activity_id",
            unique=True,
            sqlite_where=text("state <> 'cancelled'"),
            postgresql_where=text("state <> 'cancelled'"),
        ),
        Index("ix_registrations_activity_state", "activity_id", "state"),
    )

    id: Mapped[Key]
    dialogue_key: Mapped[Name] = mapped_column(unique=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id"), index=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"))
    code: Mapped[Word]
    state: Mapped[Word]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"))
    requested_at: Mapped[datetime]
    changed_at: Mapped[datetime]
