"""What could not be used, kept for staff: nothing that arrived is thrown away."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from jamakan.store.models.base import Base, Hex, Key, Name, Word


class Quarantined(Base):
    """A stream entry that could not be applied. It can be applied again once its cause is mended."""

    __tablename__ = "quarantine"

    id: Mapped[Key]
    digest: Mapped[Hex] = mapped_column(unique=True)
    entry: Mapped[bytes]  # sealed
    reason: Mapped[str]
    at: Mapped[datetime]


class Refusal(Base):
    """A carrier's callback that no channel could read."""

    __tablename__ = "refusals"

    id: Mapped[Key]
    digest: Mapped[Hex] = mapped_column(unique=True)
    channel: Mapped[Word]
    kind: Mapped[Name]
    reason: Mapped[str]
    raw: Mapped[bytes]  # sealed
    at: Mapped[datetime]
