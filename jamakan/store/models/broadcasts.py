"""Bulk messages by staff: their words, whom they are for, and every decision taken about them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from jamakan.store.models.base import Base, BigInt, Key, Name, Sequence, Word


class Broadcast(Base):
    """A bulk message. Its states and who moves them: `jamakan.programme.broadcasts`.

    `dedupe_key` makes two clicks one broadcast. `prepared_through` is the last contact looked at while its messages
    are written, slice by slice: moving it by comparison is what keeps two workers from writing a slice twice.
    """

    __tablename__ = "broadcasts"
    __table_args__ = (Index("ix_broadcasts_state", "state"),)

    id: Mapped[Key]
    dedupe_key: Mapped[Name] = mapped_column(unique=True)
    name: Mapped[Name] = mapped_column(default="")
    kind: Mapped[Word]  # reminder, invitation, answer ("you said, we did")
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activities.id"))
    survey: Mapped[Name] = mapped_column(default="")  # the flow it invites to: who does not begin it may be reminded
    audience: Mapped[dict[str, Any]]  # the filter, as data
    state: Mapped[Word]
    reason: Mapped[str] = mapped_column(default="")  # why it is paused or stopped
    created_at: Mapped[datetime]
    created_by: Mapped[Name] = mapped_column(default="")
    approved_by: Mapped[Name] = mapped_column(default="")
    approved_lines: Mapped[int | None]  # lines it was approved for: a grown audience needs a new look
    starts_at: Mapped[datetime]  # not before
    started_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    sends_from: Mapped[Word] = mapped_column(default="")  # HH:MM, narrower than the house's hours; "" is theirs
    sends_until: Mapped[Word] = mapped_column(default="")
    channel: Mapped[Word] = mapped_column(default="")  # "" is the one each contact was last heard on
    fallback: Mapped[Word] = mapped_column(default="")  # where a number goes that its channel cannot route to
    cap_micros: Mapped[int | None] = mapped_column(BigInt)  # millionths of XOF
    spent_micros: Mapped[int] = mapped_column(BigInt, default=0)
    prepared_through: Mapped[Sequence]
    prepared_at: Mapped[datetime | None]
    excluded: Mapped[dict[str, Any]] = mapped_column(default=dict)  # lines left out, by reason


class BroadcastText(Base):
    """The words of a broadcast in one language, its placeholders as written."""

    __tablename__ = "broadcast_texts"

    broadcast_id: Mapped[int] = mapped_column(ForeignKey("broadcasts.id"), primary_key=True)
    language: Mapped[Word] = mapped_column(primary_key=True)
    body: Mapped[str]


class BroadcastRecipient(Base):
    """A line of the spreadsheet a broadcast is sent to. `fields`: sealed JSON, column → value, for placeholders."""

    __tablename__ = "broadcast_recipients"

    broadcast_id: Mapped[int] = mapped_column(ForeignKey("broadcasts.id"), primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), primary_key=True)
    language: Mapped[Word]
    fields: Mapped[bytes | None]


class BroadcastEvent(Base):
    """One move of a broadcast from state to state: who, when, why. Rows are only ever added."""

    __tablename__ = "broadcast_events"

    id: Mapped[Key]
    broadcast_id: Mapped[int] = mapped_column(ForeignKey("broadcasts.id"), index=True)
    event: Mapped[Word]
    state: Mapped[Word]  # after it
    by: Mapped[Name]
    reason: Mapped[str]
    at: Mapped[datetime]
