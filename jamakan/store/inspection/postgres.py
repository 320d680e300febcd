"""What a PostgreSQL server tells of itself, to the role and database that this house uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

SETTINGS = (
    "default_transaction_isolation",
    "default_transaction_read_only",
    "fsync",
    "full_page_writes",
    "max_connections",
    "reserved_connections",  # 16 and newer
    "server_encoding",
    "server_version",
    "superuser_reserved_connections",
    "synchronous_commit",
)
# Limits of the role and of the database are -1 when there is none; `pg_stat_database` counts for every role alike.
STATE = """
SELECT pg_is_in_recovery() AS replica, clock_timestamp() AS clock,
       (SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user) AS role_limit,
       (SELECT datconnlimit FROM pg_database WHERE datname = current_database()) AS database_limit,
       (SELECT sum(numbackends) FROM pg_stat_database) AS connected
"""
UNLOGGED = """
SELECT relname FROM pg_class WHERE relpersistence = 'u' AND relkind = 'r'
       AND relnamespace = ANY (SELECT oid FROM pg_namespace WHERE nspname = ANY (current_schemas(false)))
ORDER BY relname
"""


@dataclass(frozen=True, slots=True)
class Setting:
    """A value in force for our connections, and where it was set (pg_settings.source)."""

    value: str
    source: str


@dataclass(frozen=True, slots=True)
class PostgresFacts:
    """`limits`: connections that the server, the role and the database allow us, without those without limit.

    `unlogged`: tables of ours that a crash empties.
    """

    settings: Mapping[str, Setting]
    replica: bool
    clock: datetime
    limits: Mapping[str, int]
    connected: int
    unlogged: tuple[str, ...]


def look(connection: Connection) -> PostgresFacts:
    """Ask the server."""
    rows = connection.execute(
        text("SELECT name, setting, source FROM pg_settings WHERE name = ANY (:names)"), {"names": list(SETTINGS)}
    )
    settings = {name: Setting(value, source) for name, value, source in rows}
    state = connection.execute(text(STATE)).one()
    reserved = sum(
        int(settings[name].value)
        for name in ("superuser_reserved_connections", "reserved_connections")
        if name in settings
    )
    limits = {
        "the server": int(settings["max_connections"].value) - reserved,
        "the role": state.role_limit,
        "the database": state.database_limit,
    }
    return PostgresFacts(
        settings=settings,
        replica=state.replica,
        clock=state.clock,
        limits={who: limit for who, limit in limits.items() if limit >= 0},
        connected=int(state.connected or 0),
        unlogged=tuple(connection.execute(text(UNLOGGED)).scalars()),
    )
