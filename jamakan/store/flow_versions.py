"""The source of every published flow, for ever: answers stay readable beside the questions asked."""

from datetime import datetime

from sqlalchemy import Connection, select

from jamakan.store.database import insert
from jamakan.store.models import FlowVersion


def keep(connection: Connection, flow: str, version: str, source: str, now: datetime) -> bool:
    """Remember a version by its content hash. False when it was known."""
    row = {"flow": flow, "version": version, "source": source, "published_at": now}
    statement = insert(connection, FlowVersion).on_conflict_do_nothing().returning(FlowVersion.version)
    return connection.execute(statement, row).first() is not None


def source(connection: Connection, version: str) -> str | None:
    """The text of a version, None when it was never published here."""
    query = select(FlowVersion.source).where(FlowVersion.version == version)
    return connection.execute(query).scalar_one_or_none()
