"""What a connection of ours to SQLite is set to."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

SYNCHRONOUS = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}


@dataclass(frozen=True, slots=True)
class SqliteFacts:
    """As a new connection finds them. `file`: where the database is."""

    file: Path
    version: str
    journal_mode: str
    synchronous: str
    foreign_keys: bool


def look(connection: Connection) -> SqliteFacts:
    """Ask a connection."""

    def pragma(name: str) -> str:
        return str(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())

    return SqliteFacts(
        file=Path(str(connection.engine.url.database)).absolute(),
        version=sqlite3.sqlite_version,
        journal_mode=pragma("journal_mode"),
        synchronous=SYNCHRONOUS[int(pragma("synchronous"))],
        foreign_keys=pragma("foreign_keys") == "1",
    )
