"""Removing what was kept for long enough, some rows a transaction, and what stands to be removed next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, select

from jamakan.store.database import Database, insert
from jamakan.store.models import DeliveryReport, Dialogue, Removal, StaffSignIn, Turn, UssdSession

TURNS, REPORTS, SESSIONS, SIGN_INS = "turns", "reports", "sessions", "sign_ins"
ROWS = 5000  # looked at in one transaction: some 30 ms on SQLite, where others wait
LOOKED_AT = 2000  # of the oldest, to say how many come next


@dataclass(frozen=True, slots=True)
class Last:
    """The last time something of a kind was removed, and how many ever."""

    at: datetime
    removed: int
    in_all: int


@dataclass(frozen=True, slots=True)
class Oldest:
    """The oldest there is of a kind, and how many are due before a moment; `more`: at least so many."""

    at: datetime | None
    due: int
    more: bool


def _running(table: Any) -> ColumnElement[bool]:
    """Whether the line has a dialogue that goes on: its turns stay with it."""
    return select(Dialogue.id).where(Dialogue.contact_id == table.contact_id, Dialogue.ended_at.is_(None)).exists()


_KINDS: Mapping[str, tuple[Any, Any, Callable[[], list[ColumnElement[bool]]]]] = {
    TURNS: (Turn, Turn.at, lambda: [~_running(Turn)]),
    REPORTS: (DeliveryReport, DeliveryReport.at, list),
    SESSIONS: (UssdSession, UssdSession.at, list),
    SIGN_INS: (StaffSignIn, StaffSignIn.expires_at, list),
}


def before(db: Database, kind: str, moment: datetime) -> int:
    """Remove what is older than that; how many. Rows are in the order they came, near enough to stop at a page of
    newer ones.
    """
    removed = 0
    after: int | None = 0
    while after is not None:
        with db.begin() as connection:
            some, after = _page(connection, kind, moment, after)
        removed += some
    return removed


def oldest(connection: Connection, kind: str, moment: datetime) -> Oldest:
    """What stands to be removed, by a look at the oldest rows alone."""
    table, at, _ = _KINDS[kind]
    first = select(at.label("at")).order_by(table.id).limit(LOOKED_AT).subquery()
    found = connection.execute(select(func.min(first.c.at), func.count().filter(first.c.at < moment))).one()
    return Oldest(found[0], found[1], more=found[1] == LOOKED_AT)


def note(db: Database, removed: Mapping[str, int], now: datetime) -> None:
    """Keep how many were removed."""
    with db.begin() as connection:
        for kind, count in removed.items():
            row = {"kind": kind, "last_at": now, "last_removed": count, "removed": count}
            statement = insert(connection, Removal).values(row)
            changes = {"last_at": now, "last_removed": count, "removed": Removal.removed + count}
            connection.execute(statement.on_conflict_do_update(index_elements=["kind"], set_=changes))


def lately(connection: Connection) -> dict[str, Last]:
    """The last time of each kind."""
    query = select(Removal.kind, Removal.last_at, Removal.last_removed, Removal.removed)
    return {kind: Last(at, last, in_all) for kind, at, last, in_all in connection.execute(query)}


def _page(connection: Connection, kind: str, moment: datetime, after: int) -> tuple[int, int | None]:
    table, at, conditions = _KINDS[kind]
    rows = connection.execute(select(table.id, at).where(table.id > after).order_by(table.id).limit(ROWS)).all()
    old = [row.id for row in rows if row[1] < moment]
    if not old:
        return 0, None
    within = table.id >= old[0], table.id <= old[-1], at < moment
    removed = connection.execute(delete(table).where(*within, *conditions())).rowcount
    return removed, rows[-1].id if len(rows) == ROWS else None
