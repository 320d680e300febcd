"""What was said: turns, dialogues, answers, and the flow texts they followed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from jamakan.store.models.base import Base, Hex, Key, Name, Sequence, Word

RUNNING = "ended_at IS NULL"
FREE_TEXT = "kind = 'text' AND sealed IS NULL"


class FlowVersion(Base):
    """The source of a published flow, for ever: answers stay readable beside the questions asked."""

    __tablename__ = "flow_versions"

    version: Mapped[Name] = mapped_column(primary_key=True)  # content hash
    flow: Mapped[Name] = mapped_column(index=True)
    source: Mapped[str]
    published_at: Mapped[datetime]


class Turn(Base):
    """One request from a phone. Its key, met once, is what makes everything in it apply once."""

    __tablename__ = "turns"

    id: Mapped[Key]
    key: Mapped[Hex] = mapped_column(unique=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    kind: Mapped[Word]
    channel: Mapped[Word]
    service: Mapped[Name]
    session: Mapped[Name]  # the carrier's USSD session, "" for an SMS
    v: Mapped[Sequence]
    at: Mapped[datetime]


class UssdSession(Base):
    """The carrier's word on how one of its USSD sessions ended."""

    __tablename__ = "ussd_sessions"
    __table_args__ = (UniqueConstraint("channel", "session"),)

    id: Mapped[Key]
    channel: Mapped[Word]
    session: Mapped[Name]
    contact_ref: Mapped[Hex]
    status: Mapped[Name]
    duration_ms: Mapped[int | None]
    hops: Mapped[int | None]
    error: Mapped[str]
    at: Mapped[datetime]


class Dialogue(Base):
    """One contact's way through one version of one flow. It is `partial` until it ends."""

    __tablename__ = "dialogues"
    __table_args__ = (
        Index("ix_dialogues_flow_outcome", "flow", "outcome"),
        Index("ix_dialogues_version", "version", "id"),
        Index("ix_dialogues_running", "last_at", sqlite_where=text(RUNNING), postgresql_where=text(RUNNING)),
    )

    id: Mapped[Key]
    key: Mapped[Name] = mapped_column(unique=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    flow: Mapped[Name]  # "" while only its answers are known
    version: Mapped[Name]
    language: Mapped[Word]
    activity: Mapped[Name]  # slug of the activity it is about, or ""
    channel: Mapped[Word]
    kind: Mapped[Word]
    position: Mapped[Name]
    position_seq: Mapped[Sequence]
    outcome: Mapped[Word]
    started_at: Mapped[datetime]
    last_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Answer(Base):
    """What was captured at one step. `seq` says which turn gave it; the latest wins.

    It stands while `withdrawn_seq < seq`: an answer dropped on the way back stays, marked. Personal answers are
    in `sealed`, with `value` empty.
    """

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("dialogue_id", "step"),
        Index(
            "ix_answers_free_text",
            "step",
            "dialogue_id",
            sqlite_where=text(FREE_TEXT),
            postgresql_where=text(FREE_TEXT),
        ),
    )

    id: Mapped[Key]
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id"))
    step: Mapped[Name]
    kind: Mapped[Word]
    value: Mapped[str]
    sealed: Mapped[bytes | None]
    seq: Mapped[Sequence]
    withdrawn_seq: Mapped[Sequence]
    answered_at: Mapped[datetime | None]  # empty while only a withdrawal is known
    waited: Mapped[int] = mapped_column(default=0, server_default="0")  # seconds since it was asked; 0 is not known
