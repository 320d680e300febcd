"""Knowledge tests before and after, of people who took both. Intervals: the report beside each test."""

from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from jamakan.figures.period import Period
from jamakan.learning.marking import RIGHT
from jamakan.store.learning import pairs
from jamakan.store.learning.pairs import Marks
from jamakan.store.results.counting import ALL, Counts, added

SPLITS = ("activity", "sex", "age", "region", "group", "disability", "displacement")
NOBODY = {"pairs": 0, "better": 0, "right_before": 0, "right_after": 0, "asked": 0}


def counts(connection: Connection, period: Period, _zone: ZoneInfo) -> Counts:
    """People with both tests, those with more right answers after, and all their answers; whatever the days."""
    versions = [one.version for one in pairs.versions(connection)]
    found: Counts = {}
    for by in (ALL, *SPLITS):
        marks = [one for version in versions for one in pairs.marks(connection, version, period.activity, by)]
        found[by] = added((one.value if by else ALL, _measured(one)) for one in marks if one.before and one.after)
    return found | {ALL: found[ALL] or {ALL: NOBODY}}


def _measured(marks: Marks) -> dict[str, int]:
    before, after = ((marks.before or "").count(RIGHT), (marks.after or "").count(RIGHT))
    return {
        "pairs": marks.people,
        "better": marks.people if after > before else 0,
        "right_before": marks.people * before,
        "right_after": marks.people * after,
        "asked": marks.people * len(marks.before or ""),
    }
