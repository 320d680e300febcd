"""Surveys staff published."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from jamakan.store.models.base import Base, Name, Word


class Survey(Base):
    """A flow people may answer, and the version new dialogues run on."""

    __tablename__ = "surveys"

    flow: Mapped[Name] = mapped_column(primary_key=True)
    version: Mapped[Name] = mapped_column(ForeignKey("flow_versions.version"))
    keyword: Mapped[Name] = mapped_column(unique=True)  # as `flows.text.matching.normal` writes it
    title: Mapped[dict[str, Any]]
    state: Mapped[Word]  # open, closed
    opened_at: Mapped[datetime]
