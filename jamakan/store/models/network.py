"""The network of people who stay in touch, and the panels that are asked at intervals."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from jamakan.store.models.base import Base, Counter, Hex, Key, Name, Word


class Member(Base):
    """Somebody who agreed to stay in touch. Agreement holds for a year from `renewed_at`."""

    __tablename__ = "members"
    __table_args__ = (Index("ix_members_state", "state", "renewed_at"),)

    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id"), primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    state: Mapped[Word]  # member, left, lapsed
    themes: Mapped[Name]  # names of themes with spaces between; "" is all of them
    joined_at: Mapped[datetime]
    renewed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Panel(Base):
    """Some members asked one survey at intervals. Moving `next_at` by comparison is what starts a wave once.

    `token`: of the form, so that two clicks make one. `author` is the name its waves go by.
    """

    __tablename__ = "panels"

    id: Mapped[Key]
    token: Mapped[Hex] = mapped_column(unique=True)
    name: Mapped[Name]
    survey: Mapped[Name]
    every_days: Mapped[int]
    most: Mapped[int]  # members a wave
    region: Mapped[Word]  # "" is any; so are sex and age
    sex: Mapped[Word]
    age: Mapped[Word]
    state: Mapped[Word]  # active, paused
    author: Mapped[Name]
    created_at: Mapped[datetime]
    next_at: Mapped[datetime]
    waves: Mapped[Counter]
    reason: Mapped[str] = mapped_column(default="")  # why its last wave did not leave


class PanelWave(Base):
    """One time a panel was asked, and the broadcast that did it."""

    __tablename__ = "panel_waves"
    __table_args__ = (UniqueConstraint("panel_id", "number"),)

    id: Mapped[Key]
    panel_id: Mapped[int] = mapped_column(ForeignKey("panels.id"))
    number: Mapped[int]
    broadcast_id: Mapped[int | None] = mapped_column(ForeignKey("broadcasts.id"))
    at: Mapped[datetime]


class PanelAsk(Base):
    """One member asked in one wave: what rotation and the limit a quarter go by."""

    __tablename__ = "panel_asks"
    __table_args__ = (Index("ix_panel_asks_participant_id", "participant_id", "at"),)

    wave_id: Mapped[int] = mapped_column(ForeignKey("panel_waves.id"), primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id"), primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    at: Mapped[datetime]
