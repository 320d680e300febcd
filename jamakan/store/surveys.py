"""Surveys: published, open, closed. A published version never changes; publishing again opens a new one,
in the same place of the menu: people remember numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from flows.text.matching import normal
from jamakan.store import flow_versions, models
from jamakan.store.database import Database, insert

OPEN, CLOSED = "open", "closed"


class KeywordTaken(ValueError):
    """Another survey has this keyword."""


@dataclass(frozen=True, slots=True)
class Survey:
    """A published survey with the source of its current version."""

    flow: str
    version: str
    keyword: str
    title: Mapping[str, str]
    state: str
    source: str


def publish(
    db: Database, *, flow: str, version: str, source: str, title: Mapping[str, str], keyword: str, now: datetime
) -> bool:
    """Open a survey, or its new version. False when this very version was open. Raises KeywordTaken."""
    word = normal(keyword)
    with db.begin(lock="surveys") as connection:
        query = select(models.Survey.flow).where(models.Survey.keyword == word, models.Survey.flow != flow)
        if other := connection.execute(query).scalar():
            raise KeywordTaken(f"the keyword {keyword!r} starts the survey {other!r} already: choose another")
        flow_versions.keep(connection, flow, version, source, now)
        before = connection.execute(
            select(models.Survey.version, models.Survey.state).where(models.Survey.flow == flow)
        ).one_or_none()
        row = {"version": version, "keyword": word, "title": dict(title), "state": OPEN}
        statement = insert(connection, models.Survey).values({"flow": flow, "opened_at": now} | row)
        connection.execute(statement.on_conflict_do_update(index_elements=["flow"], set_=row))
    return before is None or tuple(before) != (version, OPEN)


def close(db: Database, flow: str) -> bool:
    """Take no new dialogues; those running go on. False when no such survey is open."""
    statement = update(models.Survey).where(models.Survey.flow == flow, models.Survey.state == OPEN)
    with db.begin() as connection:
        return connection.execute(statement.values(state=CLOSED)).rowcount == 1


def open_now(connection: Connection) -> list[Survey]:
    """The surveys people may start, the oldest first."""
    return [survey for survey in published(connection) if survey.state == OPEN]


def published(connection: Connection) -> list[Survey]:
    """All surveys ever published, the oldest first."""
    query = (
        select(models.Survey.flow, models.Survey.version, models.Survey.keyword)
        .add_columns(models.Survey.title, models.Survey.state, models.FlowVersion.source)
        .join(models.FlowVersion, models.FlowVersion.version == models.Survey.version)
        .order_by(models.Survey.opened_at, models.Survey.flow)
    )
    return [Survey(*row) for row in connection.execute(query)]
