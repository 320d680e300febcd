"""What people wrote that waits for a person, and what staff answered."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from jamakan.store.models.base import Base, Counter, Key, Name, Word


class InboxItem(Base):
    """A message nobody's flow understood. Its states and who moves them: `jamakan.programme.inbox`.

    `version` counts the changes: whoever acts on an older page is told, and changes nothing.
    """

    __tablename__ = "inbox_items"
    __table_args__ = (
        Index("ix_inbox_items_state", "state", "message_id"),
        Index("ix_inbox_items_holder", "holder_id", "state", "message_id"),
    )

    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), primary_key=True, autoincrement=False)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    state: Mapped[Word]
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("staff_accounts.id"))  # who sees to it
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    version: Mapped[Counter]
    received_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class InboxTag(Base):
    """A word staff put on a message."""

    __tablename__ = "inbox_tags"
    __table_args__ = (Index("ix_inbox_tags_message_id", "message_id"),)

    tag: Mapped[Word] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("inbox_items.message_id"), primary_key=True)


class InboxCount(Base):
    """How many items are of a kind, kept by the transactions that change them: ("state", "open") → 12."""

    __tablename__ = "inbox_counts"

    what: Mapped[Word] = mapped_column(primary_key=True)
    value: Mapped[Word] = mapped_column(primary_key=True)
    items: Mapped[Counter]


class StaffAnswer(Base):
    """An SMS that one of the staff wrote to one person. `about`, as in the trail: message:12, case:3, answer:88."""

    __tablename__ = "staff_answers"
    __table_args__ = (Index("ix_staff_answers_about", "about", "message_id"),)

    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), primary_key=True, autoincrement=False)
    about: Mapped[Name]
    by_id: Mapped[int] = mapped_column(ForeignKey("staff_accounts.id"))
    at: Mapped[datetime]


class AnswerTemplate(Base):
    """Words staff use again, placeholders as written. A retired one is offered no more."""

    __tablename__ = "answer_templates"

    id: Mapped[Key]
    title: Mapped[Name]
    language: Mapped[Word]
    body: Mapped[str]
    state: Mapped[Word]  # active, retired
    version: Mapped[Counter]
    changed_by: Mapped[int] = mapped_column(ForeignKey("staff_accounts.id"))
    changed_at: Mapped[datetime]
