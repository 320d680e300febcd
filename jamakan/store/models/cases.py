"""Cases: a citizen's question, challenge or proposal, and all that happened to it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from jamakan.store.models.base import Base, Counter, Key, Name, Word

UNREAD, UNANSWERED = "acknowledged_at IS NULL", "answered_at IS NULL"


class Case(Base):
    """Its number is the one people follow it by. Its states and who moves them: `jamakan.programme.cases`.

    `waits`: the person wrote last and nobody answered. `version` counts the changes: whoever acts on an older page is
    told, and changes nothing. A `sensitive` one (an abuse, a corruption) is on no list but that of trusted persons,
    and no SMS speaks of it. `anonymous`: whoever wrote it does not want staff to know who they are.
    """

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_state", "state", "id"),
        Index("ix_cases_waits", "waits", "id"),
        Index("ix_cases_holder", "holder_id", "id"),
        Index("ix_cases_opened_at", "opened_at"),
        Index("ix_cases_activity_id", "activity_id"),
        Index("ix_cases_unread", "opened_at", sqlite_where=text(UNREAD), postgresql_where=text(UNREAD)),
        Index("ix_cases_due", "due_at", sqlite_where=text(UNANSWERED), postgresql_where=text(UNANSWERED)),
        Index("ix_cases_sensitive", "id", sqlite_where=text("sensitive"), postgresql_where=text("sensitive")),
    )

    id: Mapped[Key]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    kind: Mapped[Word]  # question, challenge, proposal
    state: Mapped[Word]
    title: Mapped[bytes]  # sealed: staff's words about a person
    theme: Mapped[Word]  # "" until chosen
    region: Mapped[Word]  # "" where it is of none
    institution: Mapped[Name]  # whom it concerns, "" while nobody knows
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("staff_accounts.id"))  # who sees to it
    waits: Mapped[bool]
    version: Mapped[Counter]
    opened_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    sensitive: Mapped[bool]
    anonymous: Mapped[bool]
    acknowledged_at: Mapped[datetime | None]  # when one of the staff first did something about it
    answered_at: Mapped[datetime | None]  # when the person was first answered
    due_at: Mapped[datetime | None]  # until when an answer was promised
    satisfied: Mapped[Word]  # what the person said of its end: "", yes, no, not_yet
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activities.id"))  # where its author is, or was
    dialogue_key: Mapped[str | None] = mapped_column(String(200), unique=True)  # of the dialogue that opened it


class CaseEvent(Base):
    """One thing that happened to a case: who, when, in which words. Rows are only ever added.

    `message_id`: the SMS that came in or went out; `body` the sealed words of a note or a reason.
    """

    __tablename__ = "case_events"
    __table_args__ = (Index("ix_case_events_case_id", "case_id", "id"),)

    id: Mapped[Key]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    event: Mapped[Word]
    state: Mapped[Word]  # after it
    by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_accounts.id"))  # None: the person, or by itself
    body: Mapped[bytes | None]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
    at: Mapped[datetime]
