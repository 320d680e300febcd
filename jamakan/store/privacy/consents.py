"""The agreements there are, by the text they were given to."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from jamakan.store.models import Consent, FlowVersion


@dataclass(frozen=True, slots=True)
class Given:
    """How many agreed to one text in one language, and how many of them took it back."""

    flow: str
    version: str
    language: str
    people: int
    withdrawn: int
    first: datetime
    last: datetime


def by_text(connection: Connection) -> list[Given]:
    """Every text and language, the latest given first."""
    query = (
        select(FlowVersion.flow, Consent.text_version, Consent.language)
        .add_columns(func.count(), func.count(Consent.withdrawn_at))
        .add_columns(func.min(Consent.given_at), func.max(Consent.given_at))
        .join(FlowVersion, FlowVersion.version == Consent.text_version)
        .group_by(FlowVersion.flow, Consent.text_version, Consent.language)
        .order_by(func.max(Consent.given_at).desc())
    )
    return [Given(*row) for row in connection.execute(query)]
