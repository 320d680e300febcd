"""What institutions promised, what communities and providers scored, and what the asked were told."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from jamakan.store.models.base import Base, Counter, Key, Name, Word


class Commitment(Base):
    """A promise of an institution, in words that anybody may read. Its life: `jamakan.programme.commitments`.

    `version` counts the changes: whoever acts on an older page is told. `changed_at`: the last news of it.
    """

    __tablename__ = "commitments"
    __table_args__ = (
        Index("ix_commitments_state_due", "state", "due_on"),
        Index("ix_commitments_region", "region", "id"),
        Index("ix_commitments_institution", "institution", "id"),
    )

    id: Mapped[Key]
    once: Mapped[Word] = mapped_column(unique=True)  # of the form: sent twice, it is one
    institution: Mapped[Name]
    owner: Mapped[Name]  # who there answers for it: an office, not a person; ""
    region: Mapped[Word]  # "" where it is of none
    asked_fr: Mapped[Name]  # what people had asked for
    asked_en: Mapped[Name]
    wording_fr: Mapped[Name]  # what was promised
    wording_en: Mapped[Name]
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activities.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(
        ForeignKey("score_rounds.id"), index=True
    )  # whose action plan it is of
    made_on: Mapped[date]
    due_on: Mapped[date | None]
    state: Mapped[Word]
    version: Mapped[Counter]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class CommitmentCase(Base):
    """A case that a commitment answers."""

    __tablename__ = "commitment_cases"

    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True, index=True)


class CommitmentEvent(Base):
    """One thing that happened to a commitment: who, when, with which evidence. Rows are only ever added."""

    __tablename__ = "commitment_events"
    __table_args__ = (
        Index("ix_commitment_events_commitment", "commitment_id", "id"),
        UniqueConstraint("commitment_id", "broadcast_id"),
    )

    id: Mapped[Key]
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"))
    event: Mapped[Word]
    state: Mapped[Word]  # after it
    by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_accounts.id"))  # None: the clock
    body: Mapped[bytes | None]  # sealed: staff's words
    broadcast_id: Mapped[int | None] = mapped_column(ForeignKey("broadcasts.id"))  # which tells those who asked
    at: Mapped[datetime]


class ScoreCard(Base):
    """A public service that its community and its providers score, in rounds."""

    __tablename__ = "score_cards"

    id: Mapped[Key]
    once: Mapped[Word] = mapped_column(unique=True)
    service: Mapped[Name]
    institution: Mapped[Name]
    region: Mapped[Word]
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activities.id"), index=True)
    created_at: Mapped[datetime]


class ScoreRound(Base):
    """One round of a card. Its scores are answers to two flows, one a side; their versions are "" before it opens."""

    __tablename__ = "score_rounds"
    __table_args__ = (UniqueConstraint("card_id", "number"), Index("ix_score_rounds_state_next", "state", "next_on"))

    id: Mapped[Key]
    card_id: Mapped[int] = mapped_column(ForeignKey("score_cards.id"))
    number: Mapped[int]
    state: Mapped[Word]
    community_word: Mapped[Word]  # what starts each side's flow by SMS
    providers_word: Mapped[Word]
    community_version: Mapped[Name]
    providers_version: Mapped[Name]
    meeting_on: Mapped[date | None]
    next_on: Mapped[date | None]  # when the next round is proposed
    version: Mapped[Counter]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class ScoreCriterion(Base):
    """What is scored in a round, chosen by the community."""

    __tablename__ = "score_criteria"

    round_id: Mapped[int] = mapped_column(ForeignKey("score_rounds.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)  # from 1
    wording_fr: Mapped[Name]
    wording_en: Mapped[Name]


class Campaign(Base):
    """What people were asked, together; closed only once they were told what came of it.

    `told_by`: broadcast, radio or meeting, "" before; `told_on` the day. The check holds whoever writes to the table.
    """

    __tablename__ = "campaigns"
    __table_args__ = (
        CheckConstraint("state <> 'closed' OR (told_by <> '' AND told_on IS NOT NULL)", name="told"),
        Index("ix_campaigns_state", "state", "id"),
    )

    id: Mapped[Key]
    once: Mapped[Word] = mapped_column(unique=True)
    title: Mapped[Name]
    region: Mapped[Word]
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activities.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    state: Mapped[Word]
    told_by: Mapped[Word]
    told_on: Mapped[date | None]
    broadcast_id: Mapped[int | None] = mapped_column(ForeignKey("broadcasts.id"), index=True)
    version: Mapped[Counter]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class CampaignPart(Base):
    """Something a campaign asked: a survey (its flow), a theme of cases, a vote (its activity), a score card."""

    __tablename__ = "campaign_parts"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    kind: Mapped[Word] = mapped_column(primary_key=True)
    ref: Mapped[Name] = mapped_column(primary_key=True)


class CampaignEvent(Base):
    """One thing that happened to a campaign. Rows are only ever added."""

    __tablename__ = "campaign_events"
    __table_args__ = (Index("ix_campaign_events_campaign", "campaign_id", "id"),)

    id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    event: Mapped[Word]
    state: Mapped[Word]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_accounts.id"))
    at: Mapped[datetime]
