"""How much waits, kept by the transactions that change it: a page looks a few rows up, however full the inbox is.

Counts are the last rows a transaction touches, in one order: two of them never wait for each other both ways.
"""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import Connection, select

from jamakan.store.database import counted, insert
from jamakan.store.models import InboxCount

STATE, MINE, TAG = "state", "mine", "tag"  # items: in a state; open ones of one of the staff; with a tag
CASES, HELD = "cases", "held"  # cases: in a state, or that wait for an answer; those going on of one of the staff
WAITING = "waiting"  # beside the states of cases
RECEIVED = "received"  # SMS that came in on a day (UTC)

Key = tuple[str, str]


def add(connection: Connection, changes: Counter[Key]) -> None:
    """Add to these counts, or take away, when all else of the transaction is done."""
    gathered = counted(connection, _write)
    for key, items in changes.items():
        gathered[key] += items


def of(connection: Connection, keys: Iterable[Key]) -> Counter[Key]:
    """These counts; nothing counted is 0."""
    wanted = set(keys)
    query = select(InboxCount.what, InboxCount.value, InboxCount.items)
    rows = connection.execute(query.where(InboxCount.what.in_({what for what, _ in wanted})))
    return Counter({(row[0], row[1]): row[2] for row in rows if (row[0], row[1]) in wanted})


def values(connection: Connection, what: str) -> dict[str, int]:
    """All counts of a kind that are not nothing, by value, the greatest first."""
    query = select(InboxCount.value, InboxCount.items).where(InboxCount.what == what, InboxCount.items > 0)
    rows = connection.execute(query.order_by(InboxCount.items.desc(), InboxCount.value))
    return {row.value: row[1] for row in rows}


def _write(connection: Connection, changes: Counter[Key]) -> None:
    rows = [
        {"what": what, "value": value, "items": items} for (what, value), items in sorted(changes.items()) if items
    ]
    if not rows:
        return
    statement = insert(connection, InboxCount)
    more = InboxCount.items + statement.excluded["items"]
    connection.execute(statement.on_conflict_do_update(index_elements=["what", "value"], set_={"items": more}), rows)
