"""SMS in and out, and what carriers say became of them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from jamakan.store.models.base import Base, BigInt, Counter, Hex, Key, Name, Word

TRIALS = "substr(dedupe_key, 1, 6) = 'trial:'"  # messages staff send themselves, to try a channel or a broadcast


def _partial(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class Message(Base):
    """One SMS, in or out. States and who moves them: see `jamakan.store.outbox`.

    `body_digest` is a keyed hash: equal texts can go to the carrier in one call without being opened;
    "" when its words were erased.
    `attempt` is the fencing token of whoever may record the outcome.
    """

    __tablename__ = "messages"
    __table_args__ = (
        _partial(
            "ix_messages_single",
            *("channel", "priority", "not_before", "id"),
            where="state = 'queued' AND broadcast_id IS NULL",
        ),
        _partial(
            "ix_messages_bulk",
            *("broadcast_id", "channel", "not_before", "body_digest", "id"),
            where="state = 'queued' AND broadcast_id IS NOT NULL",
        ),
        _partial("ix_messages_sending", "attempted_at", where="state = 'sending'"),
        _partial("ix_messages_uncertain", "id", where="state = 'uncertain'"),
        _partial("ix_messages_provider", "provider_id", where="provider_id <> ''"),
        _partial("ix_messages_unreported", "sent_at", where="state = 'sent'"),
        _partial("ix_messages_followups", "contact_id", where="state = 'queued' AND rule_id IS NOT NULL"),
        _partial("ix_messages_rule", "rule_id", "sent_at", where="rule_id IS NOT NULL"),
        _partial("ix_messages_replaces_id", "replaces_id", where="replaces_id IS NOT NULL"),
        _partial("ix_messages_broadcast", "broadcast_id", "state", "reason", where="broadcast_id IS NOT NULL"),
        _partial("ix_messages_trials", "id", where=TRIALS),
        _partial("ix_messages_invitations", "broadcast_id", "id", where="broadcast_id IS NOT NULL"),
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
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("follow_up_rules.id"))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activities.id"))  # what it reminds of
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))  # refused on another channel before
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
    expected_parts: Mapped[int] = mapped_column(SmallInteger, default=1)  # by our count, before it leaves
    reserved_micros: Mapped[int] = mapped_column(BigInt, default=0)  # what its last attempt counts in the budget
    parts: Mapped[int | None] = mapped_column(SmallInteger)  # by the carrier's count
    cost_micros: Mapped[int | None] = mapped_column(BigInt)  # millionths of `currency`
    currency: Mapped[Word] = mapped_column(default="")
    sent_at: Mapped[datetime | None]
    final_at: Mapped[datetime | None]
    understood: Mapped[bool] = mapped_column(default=True)


class DeliveryReport(Base):
    """One report as the carrier gave it; `message_id` is empty until the message it is about is known."""

    __tablename__ = "delivery_reports"
    __table_args__ = (
        _partial("ix_delivery_reports_waiting", "provider_id", where="message_id IS NULL"),
        _partial("ix_delivery_reports_lately", "at", where="message_id IS NULL"),
    )

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
