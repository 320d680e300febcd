"""How many dialogues of each version say what: kept in the transaction that changes a dialogue, read by pages."""

from jamakan.store.survey_counts.keeping import (
    begin_recount,
    changing,
    changing_lines,
    differences,
    end_recount,
    expired,
    uncounted,
    versions,
)
from jamakan.store.survey_counts.reading import Counts, Standing, of_version, standing

__all__ = [
    "Counts",
    "Standing",
    "begin_recount",
    "changing",
    "changing_lines",
    "differences",
    "end_recount",
    "expired",
    "of_version",
    "standing",
    "uncounted",
    "versions",
]
