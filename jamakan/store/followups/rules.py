"""The rules the house goes by. A rule that is not active waits, and what falls due meanwhile is never sent."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from jamakan.store.database import insert
from jamakan.store.models import FollowUpRule

ACTIVE, PAUSED = "active", "paused"


@dataclass(frozen=True, slots=True)
class Stored:
    """A rule as written. `since`: what fell due until then is never sent."""

    id: int
    name: str
    source: str
    state: str
    since: datetime


def all_rules(connection: Connection) -> list[Stored]:
    """Every rule ever published, by name."""
    columns = (FollowUpRule.id, FollowUpRule.name, FollowUpRule.source, FollowUpRule.state, FollowUpRule.since)
    return [Stored(*row) for row in connection.execute(select(*columns).order_by(FollowUpRule.name))]


def publish(connection: Connection, name: str, source: str, now: datetime) -> bool:
    """Go by this rule from now on. False when the house goes by these very words already."""
    row = {"name": name, "source": source, "state": ACTIVE, "since": now, "changed_at": now}
    statement = insert(connection, FollowUpRule)
    statement = statement.on_conflict_do_update(
        index_elements=["name"],
        set_={column: statement.excluded[column] for column in ("source", "state", "since", "changed_at")},
        where=(FollowUpRule.source != statement.excluded.source) | (FollowUpRule.state != ACTIVE),
    )
    return connection.execute(statement.returning(FollowUpRule.id), row).first() is not None


def set_state(connection: Connection, name: str, state: str, now: datetime) -> bool:
    """Pause a rule, or go by it again from now on. False when there is no such rule in another state."""
    changes = {"state": state, "changed_at": now} | ({"since": now} if state == ACTIVE else {})
    statement = update(FollowUpRule).where(FollowUpRule.name == name, FollowUpRule.state != state)
    return connection.execute(statement.values(**changes)).rowcount == 1
