"""Whether this PostgreSQL keeps what it commits, whole (design §4, promises 1 and 2)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from jamakan.config import Settings
from jamakan.core import Core
from jamakan.doctor.clocks import skew_verdict
from jamakan.doctor.verdicts import Verdict, failure, ok, warning
from jamakan.state import wake
from jamakan.store.inspection.postgres import PostgresFacts, look

OLDEST_MAINTAINED = 15  # PostgreSQL; 14 had its last release in November 2026
GATEWAY_READERS = 2  # threads of each gateway process beside its callers': of profiles, and of what is watched
CROWDED = 0.8  # share of the connections taken
ON = frozenset({"on"})
FLUSHED = frozenset({"on", "local", "remote_write", "remote_apply"})  # all flush our own server's log first
RESET = {  # pg_settings.source → how to undo it there
    "user": "ALTER ROLE {role} RESET {name}",
    "database": "ALTER DATABASE {database} RESET {name}",
    "database user": "ALTER ROLE {role} IN DATABASE {database} RESET {name}",
    "client": "remove it from the options of JAMAKAN_DATABASE_URL or PGOPTIONS",
    "command line": "remove it from the server's command line, then restart it",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a PostgreSQL setting must be, and what is lost otherwise."""

    name: str
    values: frozenset[str]
    lost: str


@dataclass(frozen=True, slots=True)
class Postgres:
    """A server, and what this machine asks of it. `skew`: its clock minus ours, in seconds."""

    facts: PostgresFacts
    skew: float
    needed: int  # connections, when all our processes are busy
    role: str
    database: str


def examined(core: Core) -> Postgres | None:
    """None when the database is not PostgreSQL. Raises DatabaseAway."""
    if not core.db.url.drivername.startswith("postgresql"):
        return None
    before = datetime.now(UTC)
    with core.db.read() as connection:
        facts = look(connection)
    half_way = before + (datetime.now(UTC) - before) / 2
    url = core.db.url
    return Postgres(
        facts,
        skew=(facts.clock - half_way).total_seconds(),
        needed=_connections(core.settings),
        role=url.username or "ROLE",
        database=url.database or "DATABASE",
    )


def _connections(settings: Settings) -> int:
    """One for each thread that asks at the same time."""
    callers = settings.gateway_workers * (settings.gateway_threads + GATEWAY_READERS)
    lanes = len(settings.channels) * settings.sms_lanes
    return callers + lanes + len(wake.JOBS) + 2  # the workers' own threads, the clock, and a command


def wanted(want: Wanted, server: Postgres) -> Verdict:
    """Whether a setting is what it must be for our connections, wherever it was set."""
    setting = server.facts.settings[want.name]
    if setting.value in want.values:
        return ok(f"{want.name} {setting.value}")
    return failure(
        f"{want.name} is {setting.value} ({setting.source}): {want.lost}", _undo(want.name, setting.source, server)
    )


def _undo(name: str, source: str, server: Postgres) -> str:
    how = RESET.get(source, "set it in postgresql.conf or ALTER SYSTEM, then SELECT pg_reload_conf()")
    return how.format(name=name, role=server.role, database=server.database)


def version(server: Postgres) -> Verdict:
    number = server.facts.settings["server_version"].value
    if int(number.split(".")[0].split()[0]) < OLDEST_MAINTAINED:
        return warning(f"PostgreSQL {number} gets no more corrections", f"upgrade to {OLDEST_MAINTAINED} or newer")
    return ok(f"PostgreSQL {number}")


def primary(server: Postgres) -> Verdict:
    if server.facts.replica:
        return failure("it is a standby: it takes no writes", "JAMAKAN_DATABASE_URL must name the primary")
    return ok("the primary")


def tables(server: Postgres) -> Verdict:
    if unlogged := server.facts.unlogged:
        return failure(
            f"a crash empties these tables: {', '.join(unlogged)}",
            "; ".join(f"ALTER TABLE {t} SET LOGGED" for t in unlogged),
        )
    return ok("every table survives a crash")


def connections(server: Postgres) -> Verdict:
    who, room = min(server.facts.limits.items(), key=lambda item: item[1])
    if room < server.needed:
        return failure(
            f"{who} allows {room} connections, this machine's processes take up to {server.needed}",
            "raise max_connections, or the limit of the role or the database",
        )
    if server.facts.connected > room * CROWDED:
        return warning(
            f"{server.facts.connected} of {room} connections are taken", "raise max_connections, or pool them"
        )
    return ok(f"room for {room} connections, this machine takes {server.needed} at most")


def clock(server: Postgres) -> Verdict:
    return skew_verdict("PostgreSQL", server.skew)


SETTINGS = (
    Wanted("fsync", ON, "a power cut can ruin the whole database"),
    Wanted("full_page_writes", ON, "a power cut can tear pages that nothing mends"),
    Wanted("synchronous_commit", FLUSHED, "a power cut loses what was committed, and the stream has let go of it"),
    Wanted(
        "default_transaction_isolation", frozenset({"read committed"}), "our claims would fail against each other"
    ),
    Wanted("default_transaction_read_only", frozenset({"off"}), "nothing can be stored"),
    Wanted("server_encoding", frozenset({"UTF8"}), "names and answers would be refused"),
)
CHECKS: tuple[tuple[str, Callable[[Postgres], Verdict]], ...] = (
    ("version", version),
    *((want.name, partial(wanted, want)) for want in SETTINGS),
    ("role", primary),
    ("tables", tables),
    ("connections", connections),
    ("clock", clock),
)
