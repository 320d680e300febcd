"""How many dialogues of each version say what: kept in the transaction that changes a dialogue, read by pages."""

from jamakan.store.survey_counts.keeping import changing, changing_lines, expired, recount, uncounted, versions
from jamakan.store.survey_counts.reading import Counts, Standing, of_version, standing

__all__ = [
    "Counts",
    "Standing",
    "changing",
    "changing_lines",
    "expired",
    "of_version",
    "recount",
    "standing",
    "uncounted",
    "versions",
]
