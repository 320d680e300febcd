"""Who works here: accounts, how they prove who they are, their sign-ins, and the trail of what they did."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from jamakan.store.models.base import Base, Hex, Key, Name, Sequence, Word


class StaffAccount(Base):
    """Somebody who may sign in. `email_ref` is the keyed hash by which the account is found.

    `totp_step` is the last period of which a one-time code was used: the same code never serves twice.
    """

    __tablename__ = "staff_accounts"

    id: Mapped[Key]
    email_ref: Mapped[Hex] = mapped_column(unique=True)
    email: Mapped[bytes]  # sealed
    name: Mapped[bytes]  # sealed
    role: Mapped[Word]
    state: Mapped[Word]  # invited, active, disabled
    password: Mapped[str]  # argon2id, "" while invited
    totp: Mapped[bytes | None]  # sealed secret
    totp_step: Mapped[Sequence]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class StaffInvitation(Base):
    """A link that lets its bearer choose a password, once. Only its keyed hash is kept."""

    __tablename__ = "staff_invitations"

    token_ref: Mapped[Hex] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("staff_accounts.id"), index=True)
    expires_at: Mapped[datetime]


class StaffRecoveryCode(Base):
    """A code on paper that stands in for the phone, once. Only its keyed hash is kept; used ones are deleted."""

    __tablename__ = "staff_recovery_codes"

    code_ref: Mapped[Hex] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("staff_accounts.id"), index=True)


class StaffSignIn(Base):
    """A browser somebody signed in with. `stage` says what it may do: see `jamakan.staff.sign_ins`."""

    __tablename__ = "staff_sign_ins"

    id: Mapped[Key]
    token_ref: Mapped[Hex] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("staff_accounts.id"), index=True)
    stage: Mapped[Word]  # code, enrol, full
    device: Mapped[Name]  # browser and system, in two words
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class AuditEntry(Base):
    """One thing somebody did. `mac` covers the row and the one before; triggers refuse to change or delete rows."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_subject", "subject"),)

    id: Mapped[Key]  # by our own count, without gaps
    at: Mapped[datetime]
    account_id: Mapped[int | None]  # None: the command line, or nobody signed in
    action: Mapped[Word]
    subject: Mapped[Name]  # activity:kayes-2026-11-26, registration:12; never a number or a name of a person
    details: Mapped[dict[str, Any]]
    mac: Mapped[Hex]
