"""Whether SQLite keeps what it commits; whether the tables and the key are this version's and this house's."""

from pathlib import Path

from jamakan.core import Core
from jamakan.doctor.verdicts import Verdict, failure, ok, warning
from jamakan.store.database import DatabaseAway
from jamakan.store.inspection import schema, sqlite
from jamakan.store.inspection.schema import SchemaFacts
from jamakan.store.inspection.sqlite import SqliteFacts


def sqlite_examined(core: Core) -> SqliteFacts | None:
    """None when the database is not SQLite. Raises DatabaseAway."""
    if not core.db.url.drivername.startswith("sqlite"):
        return None
    if not (file := Path(core.db.url.database or "")).exists():  # opening it would make it
        raise DatabaseAway(f"there is no {file}, 'python3 run.py migrate' makes it")
    with core.db.read() as connection:
        return sqlite.look(connection)


def schema_examined(core: Core) -> SchemaFacts:
    """Raises DatabaseAway."""
    with core.db.read() as connection:
        return schema.look(connection, core.settings.vault)


def journal(facts: SqliteFacts) -> Verdict:
    if facts.journal_mode != "wal":
        return failure(f"journal_mode is {facts.journal_mode}, not wal", "a local file system that can map memory")
    return ok(f"SQLite {facts.version}, write-ahead log")


def synced(facts: SqliteFacts) -> Verdict:
    if facts.synchronous not in {"FULL", "EXTRA"}:
        return failure(
            f"synchronous is {facts.synchronous}: a power cut loses what was committed",
            "synchronous=FULL, as we ship it",
        )
    return ok(f"every commit is synced (synchronous {facts.synchronous})")


def migrated(facts: SchemaFacts) -> Verdict:
    if facts.up_to_date:
        return ok(f"tables at {facts.head}")
    if not facts.current:
        return failure("there are no tables", "python3 run.py migrate")
    if not facts.known:
        return warning(
            f"the tables ({facts.current}) are newer than this version ({facts.head})",
            "right in the middle of an upgrade; otherwise run the newer version here too",
        )
    return failure(f"the tables are at {facts.current}, this version needs {facts.head}", "python3 run.py migrate")


def key_opens(facts: SchemaFacts) -> Verdict:
    match facts.key_opens:
        case None:
            return ok("nothing is stored yet that needs the key")
        case True:
            return ok("the key opens what is stored")
        case False:
            return failure(
                "JAMAKAN_KEY does not open what is stored", "find the key it was sealed with; lose neither"
            )


SQLITE_CHECKS = (("journal", journal), ("synchronous", synced))
SCHEMA_CHECKS = (("migrations", migrated), ("key", key_opens))
