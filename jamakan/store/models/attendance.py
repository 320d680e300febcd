"""Who came, what an activity aims at, and the counts that pages show."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from jamakan.store.models.base import Base, Counter, Word


class Attendance(Base):
    """A person was there on that day of the activity: once a person and day, the row's absence is absence."""

    __tablename__ = "attendance"
    __table_args__ = (CheckConstraint("day >= 1", name="day"),)

    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), primary_key=True)
    day: Mapped[int] = mapped_column(primary_key=True)  # 1 is the activity's first
    marked_by: Mapped[int | None] = mapped_column(ForeignKey("staff_accounts.id"))
    marked_at: Mapped[datetime]
    source: Mapped[Word] = mapped_column(default="door")  # or phone: they sent the code of the day


class ActivityQuota(Base):
    """How many people of one kind an activity aims at: `fact` and `value` as registrations answer them.

    `reserved`: seats that only they can take, for as long as the activity keeps any.
    """

    __tablename__ = "activity_quotas"

    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    fact: Mapped[Word] = mapped_column(primary_key=True)  # sex, group, displacement, pvh
    value: Mapped[Word] = mapped_column(primary_key=True)
    people: Mapped[int]
    reserved: Mapped[Counter]


class DayCode(Base):
    """What is shown in the room on one day, for people to say with their phone that they are there."""

    __tablename__ = "day_codes"
    __table_args__ = (CheckConstraint("day >= 1", name="day"),)

    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    day: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[Word]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("staff_accounts.id"))
    made_at: Mapped[datetime]


class ActivityTally(Base):
    """How many people of one kind are at one stage of an activity; `fact` and `value` are "" for all of them."""

    __tablename__ = "activity_tallies"

    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    measure: Mapped[Word] = mapped_column(primary_key=True)  # seated, waitlisted, cancelled, present, day1, day2 …
    fact: Mapped[Word] = mapped_column(primary_key=True)
    value: Mapped[Word] = mapped_column(primary_key=True)
    people: Mapped[int]


class RegistrationDay(Base):
    """How many people asked for a seat of an activity on one day (UTC, which is Bamako's)."""

    __tablename__ = "registration_days"

    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True, index=True)
    people: Mapped[int]
    women: Mapped[int]
