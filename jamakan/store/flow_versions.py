"""The source of every published flow, for ever: answers stay readable beside the questions asked."""

from datetime import datetime

from sqlalchemy import Connection, select

from jamakan.store.database import insert
from jamakan.store.models import Dialogue, FlowVersion


def keep(connection: Connection, flow: str, version: str, source: str, now: datetime) -> bool:
    """Remember a version by its content hash. False when it was known."""
    row = {"flow": flow, "version": version, "source": source, "published_at": now}
    statement = insert(connection, FlowVersion).on_conflict_do_nothing().returning(FlowVersion.version)
    return connection.execute(statement, row).first() is not None


def source(connection: Connection, version: str) -> str | None:
    """The text of a version, None when it was never published here."""
    query = select(FlowVersion.source).where(FlowVersion.version == version)
    return connection.execute(query).scalar_one_or_none()


def flow_of(connection: Connection, version: str) -> str:
    """The flow a version is of, "" when it was never published here."""
    return connection.execute(select(FlowVersion.flow).where(FlowVersion.version == version)).scalar() or ""


def answered(connection: Connection) -> list[tuple[str, str, datetime]]:
    """The versions that somebody began, as (flow, version, published at), the latest first."""
    began = select(Dialogue.id).where(Dialogue.version == FlowVersion.version).exists()
    query = select(FlowVersion.flow, FlowVersion.version, FlowVersion.published_at).where(began)
    rows = connection.execute(query.order_by(FlowVersion.published_at.desc(), FlowVersion.flow))
    return [(row.flow, row.version, row.published_at) for row in rows]
