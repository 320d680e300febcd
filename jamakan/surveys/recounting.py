"""Counting the results of whole versions: at the word of staff, and what is older than the counts, once."""

from collections.abc import Collection

from jamakan.core import Core
from jamakan.store import survey_counts
from jamakan.store.database import Database
from jamakan.store.ingest import LOCK


def recount(core: Core, versions: Collection[str]) -> int:
    """Count these anew, beside the answers that come in meanwhile; how many counts were wrong."""
    return sum(put_right(core.db, version) for version in versions)


def recount_waiting(core: Core) -> int:
    """The office's job: count what was said before there were counts; how many versions. Two at once do no harm."""
    with core.db.read() as connection:
        waiting = survey_counts.uncounted(connection)
    recount(core, waiting)
    return len(waiting)


def put_right(db: Database, version: str) -> int:
    """Count one version anew; how many counts were wrong. 0 also when somebody began to count it after us."""
    with db.begin() as connection:
        token = survey_counts.begin_recount(connection, version)
    with db.snapshot() as connection:
        wrong = survey_counts.differences(connection, version)
    with db.begin(lock=LOCK) as connection:
        return len(wrong) if survey_counts.end_recount(connection, version, token, wrong) else 0
