"""SMS in and out, what carriers say became of them, and the broadcasts they belong to."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from jamakan.store.models.base import Base, BigInt, Counter, Hex, Key, Name, Word


def _partial(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class Broadcast(Base):
    """A bulk message by staff. One text for one activity is one broadcast, however often it is asked for."""

    __tablename__ = "broadcasts"
    __table_args__ = (UniqueConstraint("activity_id", "kind", "text_digest"),)

    id: Mapped[Key]
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activities.id"))
    kind: Mapped[Word]
    state: Mapped[Word]
    text_digest: Mapped[Hex]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]


class BroadcastText(Base):
    """The words of a broadcast in one language."""

    __tablename__ = "broadcast_texts"

    broadcast_id: Mapped[int] = mapped_column(ForeignKey("broadcasts.id"), primary_key=True)
    language: Mapped[Word] = mapped_column(primary_key=True)
    body: Mapped[str]


class Message(Base):
    """One SMS, in or out. States and who moves them: see `jamakan.store.outbox`.

    `body_digest` is a keyed hash: equal texts can go to the carrier in one call without being opened.
    `attempt` is the fencing token of whoever may record the outcome.
    """

    __tablename__ = "messages"
    __table_args__ = (
        _partial("ix_messages_due", "channel", "priority", "id", where="state = 'queued'"),
        _partial("ix_messages_sending", "attempted_at", where="state = 'sending'"),
        _partial("ix_messages_uncertain", "id", where="state = 'uncertain'"),
        _partial("ix_messages_provider", "provider_id", where="provider_id <> ''"),
        _partial("ix_messages_broadcast", "broadcast_id", "state", where="broadcast_id IS NOT NULL"),
    )

    id: Mapped[Key]
    dedupe_key: Mapped[Name] = mapped_column(unique=True)
    direction: Mapped[Word]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    channel: Mapped[Word]
    purpose: Mapped[Word]
    priority: Mapped[int] = mapped_column(SmallInteger)
    body: Mapped[bytes]  # sealed
    body_digest: Mapped[Hex]
    broadcast_id: Mapped[int | None] = mapped_column(ForeignKey("broadcasts.id"))
    state: Mapped[Word]
    reason: Mapped[str] = mapped_column(default="")
    permanent: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    attempt: Mapped[Hex] = mapped_column(default="")
    attempts: Mapped[Counter]
    attempted_at: Mapped[datetime | None]
    provider_id: Mapped[Name] = mapped_column(default="")
    parts: Mapped[int | None] = mapped_column(SmallInteger)
    cost_micros: Mapped[int | None] = mapped_column(BigInt)  # millionths of `currency`
    currency: Mapped[Word] = mapped_column(default="")
    sent_at: Mapped[datetime | None]
    final_at: Mapped[datetime | None]
    understood: Mapped[bool] = mapped_column(default=True)


class DeliveryReport(Base):
    """One report as the carrier gave it; `message_id` is empty until the message it is about is known."""

    __tablename__ = "delivery_reports"
    __table_args__ = (_partial("ix_delivery_reports_waiting", "provider_id", where="message_id IS NULL"),)

    id: Mapped[Key]
    digest: Mapped[Hex] = mapped_column(unique=True)
    channel: Mapped[Word]
    provider_id: Mapped[Name]
    state: Mapped[Word]  # our word, "" when the carrier's is unknown to us
    status: Mapped[Name]  # the carrier's word
    reason: Mapped[str]
    retry: Mapped[Name]
    network: Mapped[Name]
    at: Mapped[datetime]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
