"""What holds for a whole channel: whether it is open, what it cost this month, how far its inbox was read."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from jamakan.store.models.base import Base, BigInt, Counter, Name, Word


class ChannelState(Base):
    """A channel stopped by trouble of the account; no row means open. `retry_at`: when one message tries it again."""

    __tablename__ = "channel_states"

    channel: Mapped[Word] = mapped_column(primary_key=True)
    reason: Mapped[str]
    since: Mapped[datetime]
    retry_at: Mapped[datetime | None]  # None: only a person opens it again


class Spending(Base):
    """What a month cost on one channel: reserved before the carrier is called, corrected by what it says.

    The row with channel "" is the month's total: one row to compare with the cap, whatever the channel. Days have
    only that one.
    """

    __tablename__ = "spending"

    month: Mapped[Word] = mapped_column(primary_key=True)  # 2026-11, or a day of it, in the house's zone
    channel: Mapped[Word] = mapped_column(primary_key=True)
    micros: Mapped[int] = mapped_column(BigInt, default=0)  # millionths of XOF
    messages: Mapped[Counter]
    parts: Mapped[Counter]


class FetchCursor(Base):
    """The last incoming message asked for by `jamakan.fetching`, by the carrier's own number."""

    __tablename__ = "fetch_cursors"

    channel: Mapped[Word] = mapped_column(primary_key=True)
    last_id: Mapped[Name]
    at: Mapped[datetime]
