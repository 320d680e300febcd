"""What people asked us to do with what we hold of them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from jamakan.store.models.base import Base, Hex, Key, Name, Sequence, Word

WAITING = "done_at IS NULL"


class ConsentWithdrawal(Base):
    """Somebody took their agreement back: what they said before is used as theirs no more.

    `participant_id`: who, on a line that several people share; empty when it is the whole line.
    """

    __tablename__ = "consent_withdrawals"
    __table_args__ = (UniqueConstraint("turn_key", "seq"),)

    id: Mapped[Key]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participants.id"), index=True)
    turn_key: Mapped[Hex]
    seq: Mapped[Sequence]
    channel: Mapped[Word]
    kind: Mapped[Word]  # ussd or sms
    at: Mapped[datetime]


class ErasureRequest(Base):
    """Somebody asked by phone to be erased: done once their last message, of `farewell`, has left.

    `participant_id`: who, on a line that several people share; empty when it is the whole line.
    """

    __tablename__ = "erasure_requests"
    __table_args__ = (
        Index("ix_erasure_requests_waiting", "id", sqlite_where=text(WAITING), postgresql_where=text(WAITING)),
    )

    id: Mapped[Key]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participants.id"))
    turn_key: Mapped[Hex] = mapped_column(unique=True)
    farewell: Mapped[Name]  # the message's dedupe key
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
