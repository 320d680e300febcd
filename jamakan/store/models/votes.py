"""Votes: the participants of an activity say which of its proposals come first."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from jamakan.store.models.base import Base, Counter, Key, Sequence, Word


class Vote(Base):
    """A vote of one activity, open between two moments. Its states and who moves them: `jamakan.programme.votes`."""

    __tablename__ = "votes"
    __table_args__ = (Index("ix_votes_state", "state", "id"),)

    id: Mapped[Key]
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), index=True)
    state: Mapped[Word]
    most: Mapped[int]  # proposals one person may choose, 1 to 3, the dearest first
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    version: Mapped[Counter]
    changed_by: Mapped[int] = mapped_column(ForeignKey("staff_accounts.id"))
    changed_at: Mapped[datetime]


class VoteProposal(Base):
    """A proposal as it is put to the vote: public words that staff wrote. `case_id`: where it comes from."""

    __tablename__ = "vote_proposals"
    __table_args__ = (UniqueConstraint("vote_id", "place"),)

    id: Mapped[Key]
    vote_id: Mapped[int] = mapped_column(ForeignKey("votes.id"))
    place: Mapped[int]  # on the screen, from 1
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    fr: Mapped[Word]
    en: Mapped[Word]


class Ballot(Base):
    """What one participant chose: proposals by their place, the dearest first. The latest turn counts."""

    __tablename__ = "ballots"

    vote_id: Mapped[int] = mapped_column(ForeignKey("votes.id"), primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id"), primary_key=True, index=True)
    choices: Mapped[Word]  # "3 1"
    seq: Mapped[Sequence]  # of the turn
    kind: Mapped[Word]  # ussd or sms
    at: Mapped[datetime]
