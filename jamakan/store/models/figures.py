"""Results of the programme: snapshots of all figures, what is aimed at, and the editions of the public page."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from jamakan.store.models.base import Base, Name, Word


class FiguresSnapshot(Base):
    """All figures of a period and an activity ("" is no limit), counted by the office; the latest one stays.

    `as_of` is None, and `body` empty, while it is only asked for.
    """

    __tablename__ = "figures_snapshots"

    since: Mapped[Word] = mapped_column(primary_key=True)  # a day, 2026-11-23
    until: Mapped[Word] = mapped_column(primary_key=True)
    activity: Mapped[Name] = mapped_column(primary_key=True)  # its slug
    wanted_at: Mapped[datetime]
    as_of: Mapped[datetime | None]
    body: Mapped[dict[str, Any]]


class FiguresTarget(Base):
    """What an indicator aims at somewhere. `scope`: programme, series, region, activity; `place`: of that scope."""

    __tablename__ = "figures_targets"

    indicator: Mapped[Word] = mapped_column(primary_key=True)
    scope: Mapped[Word] = mapped_column(primary_key=True)
    place: Mapped[Name] = mapped_column(primary_key=True)
    target: Mapped[int]  # people, or a percentage, as the indicator's unit says
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("staff_accounts.id"))
    changed_at: Mapped[datetime]


class PublicEdition(Base):
    """What the public page shows, frozen. `number` follows the one before: two clicks are one edition.

    `shown` is what leaves the house; `counted`, the true numbers behind it, never does: the next edition is compared
    with them.
    """

    __tablename__ = "public_editions"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[Word]  # published, withdrawn
    as_of: Mapped[datetime]
    shown: Mapped[dict[str, Any]]
    counted: Mapped[dict[str, Any]]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("staff_accounts.id"))
    published_at: Mapped[datetime]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("staff_accounts.id"))
    withdrawn_at: Mapped[datetime | None]
