"""Counting the results of whole versions: at the word of staff, and what is older than the counts, once."""

from collections.abc import Collection

from jamakan.core import Core
from jamakan.store import survey_counts
from jamakan.store.ingest import LOCK


def recount(core: Core, versions: Collection[str]) -> int:
    """Count these anew, each in a transaction that answers wait for; how many counts were wrong."""
    wrong = 0
    for version in versions:
        with core.db.begin(lock=LOCK) as connection:
            wrong += survey_counts.recount(connection, version)
    return wrong


def recount_waiting(core: Core) -> int:
    """The office's job: count what was said before there were counts; how many versions. Two at once do no harm."""
    with core.db.read() as connection:
        waiting = survey_counts.uncounted(connection)
    recount(core, waiting)
    return len(waiting)
