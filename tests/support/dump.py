"""All that a database holds, free of row numbers and of encryption, so that two databases can be compared."""

from typing import Any

from sqlalchemy import Table, select

from jamakan.store import sealing
from jamakan.store.database import Database
from jamakan.store.models import Base
from tests.support.stories import VAULT

NATURAL = {
    "contacts": "ref",
    "participants": "person",
    "activities": "slug",
    "series": "slug",
    "dialogues": "key",
    "registrations": "dialogue_key",
    "messages": "dedupe_key",
    "broadcasts": "dedupe_key",
    "follow_up_rules": "name",
}
SEALED = {
    "phone": sealing.PHONE,
    "name": sealing.NAME,
    "sealed": sealing.ANSWER,
    "body": sealing.BODY,
    "raw": sealing.RAW,
}
OWN_CLOCK = {("quarantine", "at"), ("quarantine", "entry")}  # when it was found, and a fresh seal each time


def dump(db: Database) -> dict[str, list[str]]:
    """Table name → its rows as text, sorted."""
    with db.read() as connection:
        names = {
            table: dict(map(tuple, connection.execute(select(_table(table).c.id, _table(table).c[key]))))
            for table, key in NATURAL.items()
        }
        return {
            table.name: sorted(
                repr(_plain(table, row, names)) for row in connection.execute(select(table)).mappings()
            )
            for table in Base.metadata.sorted_tables
        }


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _plain(table: Table, row: Any, names: dict[str, dict[int, str]]) -> dict[str, Any]:
    plain = {}
    for column in table.columns:
        value = row[column]
        if column.name == "id" or (table.name, column.name) in OWN_CLOCK:
            continue
        for key in column.foreign_keys:
            value = names[key.column.table.name].get(value)
        if isinstance(value, bytes):
            value = VAULT.open_text(value, SEALED[column.name])
        plain[column.name] = value
    return plain
