"""Surveys staff published, the files they came from, and the counts of what people answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from jamakan.store.models.base import Base, Hex, Key, Name, Word

NONE = "people = 0"


class Survey(Base):
    """A flow people may answer, and the version new dialogues run on."""

    __tablename__ = "surveys"

    flow: Mapped[Name] = mapped_column(primary_key=True)
    version: Mapped[Name] = mapped_column(ForeignKey("flow_versions.version"))
    keyword: Mapped[Name] = mapped_column(unique=True)  # as `flows.text.matching.normal` writes it
    title: Mapped[dict[str, Any]]
    state: Mapped[Word]  # open, paused, closed
    opened_at: Mapped[datetime]


class SurveyUpload(Base):
    """A file staff brought, kept as it came, and what reading it said."""

    __tablename__ = "survey_uploads"

    id: Mapped[Key]
    token: Mapped[Hex] = mapped_column(unique=True)  # of the form: the same form sent twice is one upload
    filename: Mapped[Name]
    data: Mapped[bytes]
    skip_unsupported: Mapped[bool]
    uploaded_by: Mapped[int | None] = mapped_column(ForeignKey("staff_accounts.id"))
    uploaded_at: Mapped[datetime]
    state: Mapped[Word]  # received, refused, draft, published, put_aside
    flow: Mapped[Name]
    version: Mapped[Name]
    title: Mapped[dict[str, Any]]
    source: Mapped[str]
    report: Mapped[dict[str, Any]]  # problems, warnings, left_out: lists of [place, what, why]


class SurveyCount(Base):
    """How many dialogues of one version say one thing, by the language and the kind (ussd, sms) they began in.

    What `measure`, `step` and `value` are: jamakan/store/survey_counts/.
    """

    __tablename__ = "survey_counts"
    __table_args__ = (
        Index("ix_survey_counts_none", "version", sqlite_where=text(NONE), postgresql_where=text(NONE)),
    )

    version: Mapped[Name] = mapped_column(primary_key=True)
    measure: Mapped[Word] = mapped_column(primary_key=True)
    step: Mapped[Name] = mapped_column(primary_key=True)
    value: Mapped[Name] = mapped_column(primary_key=True)
    language: Mapped[Word] = mapped_column(primary_key=True)
    kind: Mapped[Word] = mapped_column(primary_key=True)
    people: Mapped[int]


class SurveyRecount(Base):
    """A version whose counts miss what was said before there were counts: the office counts it anew, then it goes.

    `token` is of whoever began to count it last: only they may say what is wrong.
    """

    __tablename__ = "survey_recounts"

    version: Mapped[Name] = mapped_column(primary_key=True)
    token: Mapped[Word] = mapped_column(default="")


class AnswerTag(Base):
    """A word staff put on a free-text answer, to find it again among others like it."""

    __tablename__ = "answer_tags"
    __table_args__ = (Index("ix_answer_tags_tag", "tag", "answer_id"),)

    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[Word] = mapped_column(primary_key=True)
    tagged_by: Mapped[int | None] = mapped_column(ForeignKey("staff_accounts.id"))
    tagged_at: Mapped[datetime]
