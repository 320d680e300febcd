"""The report of a test, counted once for each state of its results. Of it all pages, files and figures are made."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any

from flows.loader import parse_flow
from flows.model import Flow, Text
from jamakan.conversation.book import UnknownVersion
from jamakan.core import Core
from jamakan.learning.composing import Counted, Report, Turned, compose
from jamakan.learning.statistics import Change
from jamakan.store import flow_versions
from jamakan.store.learning import pairs
from jamakan.store.learning.pairs import DIMENSIONS, Seats

__all__ = ["DIMENSIONS", "Headline", "Report", "flow_of", "headline", "report"]

KEPT = 200  # reports kept by a process, a few kB each


class _Shelf:
    """The latest reports, by what they were asked for and the state of what they count. Threads share it."""

    def __init__(self) -> None:
        self._reports: OrderedDict[tuple[Any, ...], Report] = OrderedDict()
        self._lock = Lock()

    def find(self, key: tuple[Any, ...]) -> Report | None:
        with self._lock:
            return self._reports.get(key)

    def put(self, key: tuple[Any, ...], report: Report) -> None:
        with self._lock:
            self._reports[key] = report
            while len(self._reports) > KEPT:
                self._reports.popitem(last=False)


_SHELF = _Shelf()


@dataclass(frozen=True, slots=True)
class Headline:
    """The first figures of a test: who was there, who took it, what changed. Few people: counts only, or None."""

    flow: str
    version: str
    title: Text
    registered: int | None
    present: int | None
    before: int | None
    after: int | None
    paired: int | None
    change: Change | None
    passed: Turned | None


def report(core: Core, version: str, activity: str = "", by: str = "") -> Report:
    """The report of a version of a test: of one activity (its slug) or of all, split by one of DIMENSIONS or by none.

    Raises LookupError when there is no such version, ValueError for another dimension.
    """
    if by not in ("", *DIMENSIONS):
        raise ValueError(f"tests are not split by {by!r}: use one of {', '.join(DIMENSIONS)}")
    flow = flow_of(core, version)
    with core.db.read() as connection:
        key = (core.settings.sql_url, version, activity, by, *pairs.stamp(connection, version))
        if (known := _SHELF.find(key)) is not None:
            return known
        counted = Counted(
            marks=pairs.marks(connection, version, activity),
            seats=pairs.seats(connection, version, activity).get("", Seats()),
            split=pairs.marks(connection, version, activity, by) if by else (),
            split_seats=pairs.seats(connection, version, activity, by) if by else {},
        )
    made = compose(flow, counted, activity, by)
    _SHELF.put(key, made)
    return made


def headline(core: Core, activity: str = "", version: str = "") -> Headline | None:
    """The first figures of this version; else of the test most people took. None: there is none."""
    if not version:
        with core.db.read() as connection:
            known = pairs.versions(connection)
        if not known:
            return None
        version = known[0].version
    flow, whole = flow_of(core, version), report(core, version, activity).whole
    return Headline(
        flow=flow.name,
        version=version,
        title=flow.title,
        registered=whole.registered,
        present=whole.present,
        before=whole.before,
        after=whole.after,
        paired=whole.paired,
        change=whole.change,
        passed=whole.passed,
    )


def flow_of(core: Core, version: str) -> Flow:
    """A version of a test, as it was asked. Raises LookupError."""
    try:
        return core.book.version(version)
    except UnknownVersion:
        with core.db.read() as connection:
            source = flow_versions.source(connection, version)
        if source is None:
            raise
        return parse_flow(source, f"published version {version}")
