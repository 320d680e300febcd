"""Which test an activity has, and when it may be taken."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, delete, select

from jamakan.programme.activities import Activity as Described
from jamakan.store.activities import by_ids
from jamakan.store.database import insert
from jamakan.store.models import Activity, ActivityTest, FlowVersion, KnowledgeResult

REMEMBERED = timedelta(days=30)  # how long after an activity its last test may be taken
DATES, BEFORE, AFTER, CLOSED = "dates", "before", "after", "closed"
OPENED = (DATES, BEFORE, AFTER, CLOSED)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The test of an activity. `opened`: one of OPENED."""

    activity_id: int
    flow: str
    version: str
    opened: str


def of_activity(connection: Connection, activity_id: int) -> Chosen | None:
    """The test of this activity."""
    row = connection.execute(_chosen().where(ActivityTest.activity_id == activity_id)).one_or_none()
    return Chosen(*row) if row is not None else None


def open_tests(connection: Connection, now: datetime) -> list[tuple[Chosen, Described]]:
    """The tests of activities to come or lately held, with the activity."""
    lately = Activity.ends_at > now - REMEMBERED
    rows = connection.execute(_chosen().join(Activity, Activity.id == ActivityTest.activity_id).where(lately)).all()
    activities = by_ids(connection, (row.activity_id for row in rows))
    return [(Chosen(*row), activities[row.activity_id]) for row in rows]


def begun(connection: Connection, activity_id: int) -> bool:
    """Whether somebody took a test there: from then on it is the same one for everybody."""
    query = select(KnowledgeResult.id).where(KnowledgeResult.activity_id == activity_id)
    return connection.execute(query.limit(1)).first() is not None


def choose(connection: Connection, chosen: Chosen, by: int | None, now: datetime) -> bool:
    """Give the activity this test, opened so. False when nothing changed."""
    if of_activity(connection, chosen.activity_id) == chosen:
        return False
    row: dict[str, Any] = {
        "flow": chosen.flow,
        "version": chosen.version,
        "opened": chosen.opened,
        "set_by": by,
        "set_at": now,
    }
    statement = insert(connection, ActivityTest).values({"activity_id": chosen.activity_id, **row})
    connection.execute(statement.on_conflict_do_update(index_elements=["activity_id"], set_=row))
    return True


def leave(connection: Connection, activity_id: int) -> None:
    """Take its test away."""
    connection.execute(delete(ActivityTest).where(ActivityTest.activity_id == activity_id))


def sources(connection: Connection, now: datetime) -> dict[str, str]:
    """The text of the versions of open tests, by version."""
    lately = Activity.ends_at > now - REMEMBERED
    query = (
        select(FlowVersion.version, FlowVersion.source)
        .join(ActivityTest, ActivityTest.version == FlowVersion.version)
        .join(Activity, Activity.id == ActivityTest.activity_id)
        .where(lately)
    )
    return dict(connection.execute(query).all())


def _chosen() -> Select[*tuple[Any, ...]]:
    return select(ActivityTest.activity_id, ActivityTest.flow, ActivityTest.version, ActivityTest.opened)
