"""Surveys: open to newcomers, paused, closed. A published version never changes; publishing again opens a new one,
in the same place of the menu: people remember numbers.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select, update

from flows.model import Flow
from flows.text.matching import normal
from jamakan.store import flow_versions, models
from jamakan.store.database import insert

OPEN, PAUSED, CLOSED = "open", "paused", "closed"
LOCK = "surveys"  # of the transaction that publishes


class KeywordTaken(ValueError):
    """Another survey has this keyword."""

    def __init__(self, keyword: str, flow: str) -> None:
        super().__init__(f"the keyword {keyword!r} starts the survey {flow!r} already: choose another")
        self.flow = flow


@dataclass(frozen=True, slots=True)
class Survey:
    """A published survey and its current version."""

    flow: str
    version: str
    keyword: str
    title: Mapping[str, str]
    state: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """A version people could or can answer."""

    version: str
    published_at: datetime


def publish(connection: Connection, flow: Flow, source: str, keyword: str, now: datetime) -> bool:
    """Open a survey, or its new version; under LOCK. False when this very version was open. Raises KeywordTaken."""
    word = normal(keyword)
    query = select(models.Survey.flow).where(models.Survey.keyword == word, models.Survey.flow != flow.name)
    if other := connection.execute(query).scalar():
        raise KeywordTaken(keyword, other)
    flow_versions.keep(connection, flow.name, flow.version, source, now)
    before = find(connection, flow.name)
    row = {"version": flow.version, "keyword": word, "title": dict(flow.title), "state": OPEN}
    statement = insert(connection, models.Survey).values({"flow": flow.name, "opened_at": now} | row)
    connection.execute(statement.on_conflict_do_update(index_elements=["flow"], set_=row))
    return before is None or (before.version, before.state) != (flow.version, OPEN)


def move(connection: Connection, flow: str, before: Collection[str], state: str) -> bool:
    """To another state. False when it was in none of those `before`: somebody else was quicker."""
    statement = update(models.Survey).where(models.Survey.flow == flow, models.Survey.state.in_(before))
    return connection.execute(statement.values(state=state)).rowcount == 1


def published(connection: Connection) -> list[Survey]:
    """All surveys ever published, the oldest first."""
    query = _surveys().order_by(models.Survey.opened_at, models.Survey.flow)
    return [Survey(*row) for row in connection.execute(query)]


def sources(connection: Connection) -> dict[str, str]:
    """The text of every survey's current version, by version: long, only for whoever plays or reads them."""
    query = select(models.FlowVersion.version, models.FlowVersion.source)
    rows = connection.execute(query.join(models.Survey, models.Survey.version == models.FlowVersion.version))
    return {row.version: row.source for row in rows}


def find(connection: Connection, flow: str) -> Survey | None:
    """The survey of this name."""
    row = connection.execute(_surveys().where(models.Survey.flow == flow)).one_or_none()
    return Survey(*row) if row else None


def versions(connection: Connection, flow: str) -> list[Version]:
    """The versions of a flow, the latest first."""
    query = select(models.FlowVersion.version, models.FlowVersion.published_at).where(models.FlowVersion.flow == flow)
    latest_first = query.order_by(models.FlowVersion.published_at.desc(), models.FlowVersion.version)
    return [Version(*row) for row in connection.execute(latest_first)]


def _surveys() -> Select[*tuple[Any, ...]]:
    return select(
        models.Survey.flow,
        models.Survey.version,
        models.Survey.keyword,
        models.Survey.title,
        models.Survey.state,
        models.Survey.opened_at,
    )
