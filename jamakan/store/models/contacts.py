"""Phone lines and what their holders decided: language, messages or not, consent."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from jamakan.store.models.base import Base, Counter, Hex, Key, Name, Sequence, Word


class Contact(Base):
    """A phone line. Several people may share one.

    `rev` is the highest contact version applied. `language_seq` and `opt_seq` say which event decided, so that
    an older event arriving later changes nothing.
    """

    __tablename__ = "contacts"
    __table_args__ = {"postgresql_with": {"fillfactor": 50}}  # noqa: RUF012 SQLAlchemy's; counted in place

    id: Mapped[Key]
    ref: Mapped[Hex] = mapped_column(unique=True)
    phone: Mapped[bytes]  # sealed
    channel: Mapped[Word]  # the route last heard from: messages nobody asked for leave by it
    network: Mapped[Word]
    rev: Mapped[Sequence]
    language: Mapped[Word] = mapped_column(index=True)  # "" until chosen
    language_seq: Mapped[Sequence]
    opted_out: Mapped[bool]
    opt_seq: Mapped[Sequence]
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    unasked_on: Mapped[date | None]  # the day (house's zone) that `unasked` counts messages nobody asked for
    unasked: Mapped[Counter]
    replies_on: Mapped[date | None]
    replies: Mapped[Counter]
    erased_at: Mapped[datetime | None]  # since then nothing here says whose line it was


class OptChange(Base):
    """One STOP or REPRENDRE: the proof of when messages were refused or wanted again.

    `source`: the channel whose carrier said so; "" when the person told us, in the turn of `turn_key`.
    """

    __tablename__ = "opt_changes"
    __table_args__ = (UniqueConstraint("turn_key", "seq"),)

    id: Mapped[Key]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    turn_key: Mapped[Hex]
    seq: Mapped[Sequence]
    opted_out: Mapped[bool]
    source: Mapped[Word] = mapped_column(default="")
    at: Mapped[datetime]


class Consent(Base):
    """Who agreed to which text, when and how: the sender has to prove it (domain notes, section 4)."""

    __tablename__ = "consents"
    __table_args__ = (UniqueConstraint("dialogue_key", "text_version"),)

    id: Mapped[Key]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), index=True)
    dialogue_key: Mapped[Name]
    text_version: Mapped[Name]
    language: Mapped[Word]
    channel: Mapped[Word]
    kind: Mapped[Word]  # ussd or sms
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Participant(Base):
    """A person, reached through a contact.

    `person` is a keyed hash of the folded name (of the other answers when the name was withheld): the same
    person registering twice on one line is recognised by it. `name_ref` is a keyed hash of the name's words in any
    order, to be found by; "" while a name waits to be looked up. Whoever was merged into another stays as a row
    that nothing counts. `disability` and `disability_some` are computed from answers, at the standard threshold and
    at the wide one; `pvh` is what people say they are, and says nothing of the two. Each is "" while nobody knows.
    `by_relay`: somebody entered them for want of a phone of their own, and `contact_id` is that somebody's line.
    """

    __tablename__ = "participants"
    __table_args__ = (UniqueConstraint("contact_id", "person"),)

    id: Mapped[Key]
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    person: Mapped[Hex]
    name: Mapped[bytes | None]  # sealed
    age: Mapped[Word] = mapped_column(index=True)
    sex: Mapped[Word]
    region: Mapped[Word] = mapped_column(index=True)
    group: Mapped[Word] = mapped_column(index=True)
    displacement: Mapped[Word] = mapped_column(index=True)
    disability: Mapped[Word] = mapped_column(default="", index=True)  # yes, no
    disability_some: Mapped[Word] = mapped_column(default="")  # yes, no
    pvh: Mapped[Word] = mapped_column(default="", index=True)  # yes, no, no_answer
    asked_in: Mapped[Name] = mapped_column(default="")  # the dialogue of those answers, on a line that others may use
    by_relay: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    name_ref: Mapped[Hex] = mapped_column(default="", index=True)
    erased_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("participants.id"), index=True)
