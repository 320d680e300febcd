"""Knowledge tests: which one an activity has, and what came of each that was taken to its end."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from jamakan.store.models.base import Base, Key, Name, Word

COUNTED = "counted"


class ActivityTest(Base):
    """The test of an activity: one version, asked before and after. `opened` says when it may be taken."""

    __tablename__ = "activity_tests"

    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    flow: Mapped[Name]
    version: Mapped[Name] = mapped_column(ForeignKey("flow_versions.version"), index=True)
    opened: Mapped[Word]  # dates, before, after, closed
    set_by: Mapped[int | None] = mapped_column(ForeignKey("staff_accounts.id"))
    set_at: Mapped[datetime]


class KnowledgeResult(Base):
    """A test somebody took to its end. `counted`: the first one of this person, activity and phase.

    `marks` has one sign a question, in their order: 1 right, 0 not. Nothing here says who somebody is.
    """

    __tablename__ = "knowledge_results"
    __table_args__ = (
        CheckConstraint("correct >= 0 AND correct <= asked", name="correct"),
        Index(
            "uq_knowledge_results_counted",
            "participant_id",
            "activity_id",
            "phase",
            unique=True,
            sqlite_where=text(COUNTED),
            postgresql_where=text(COUNTED),
        ),
        Index("ix_knowledge_results_version", "version", "activity_id"),
    )

    id: Mapped[Key]
    dialogue_key: Mapped[Name] = mapped_column(unique=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id"), index=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"), index=True)
    version: Mapped[Name] = mapped_column(ForeignKey("flow_versions.version"))
    phase: Mapped[Word]  # before, after
    marks: Mapped[str]
    correct: Mapped[int]
    asked: Mapped[int]
    passed: Mapped[bool]
    counted: Mapped[bool]
    language: Mapped[Word]
    kind: Mapped[Word]  # ussd, sms
    channel: Mapped[Word]
    done_at: Mapped[datetime]
