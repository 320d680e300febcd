"""What changed between the test before and the test after: the report of one version of a test.

There is no comparison group: it tells of a change, and of nothing that caused it. Of fewer than 5 people nothing is
told, of fewer than 20 only counts.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from statistics import fmean

from flows.model import Flow
from jamakan.learning import marking
from jamakan.learning.marking import RIGHT
from jamakan.learning.statistics import Change, Interval, change, mcnemar, percent, share_interval
from jamakan.store.learning.pairs import Marks, Seats

SECRET, COUNTS_ONLY = 5, 20  # people


@dataclass(frozen=True, slots=True)
class Share:
    """People of a whole. Percent and interval are None where counts alone are told."""

    people: int
    whole: int
    percent: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Turned:
    """Something that is right or not, before and after, for the same people. `p`: exact McNemar."""

    before: Share
    after: Share
    lost: int
    gained: int
    p: float | None


@dataclass(frozen=True, slots=True)
class Item:
    """One question, of paired people."""

    number: int
    name: str
    right: Turned


@dataclass(frozen=True, slots=True)
class Group:
    """Everybody, or those of one value of a dimension.

    Counts of fewer than 5 people are None. Where fewer than 5 took both, so is all that compares; `change`, under 20.
    """

    value: str
    registered: int | None
    present: int | None
    before: int | None
    after: int | None
    paired: int | None
    change: Change | None
    improved: Share | None
    same: Share | None
    worse: Share | None
    passed: Turned | None


@dataclass(frozen=True, slots=True)
class DropOut:
    """Scores before, in percent, of who took both and of who did not come back. None where they are too few."""

    paired: float | None
    unpaired: float | None
    people: int | None  # who did not come back


@dataclass(frozen=True, slots=True)
class Report:
    """A test, its change, question by question, and split by one dimension. `groups` is empty without `by`."""

    version: str
    activity: str
    by: str
    as_of: datetime
    pass_mark: int
    whole: Group
    drop_out: DropOut
    items: tuple[Item, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """What SQL counted of a test: all of it, and split."""

    marks: Sequence[Marks]
    seats: Seats
    split: Sequence[Marks]
    split_seats: dict[str, Seats]


def compose(flow: Flow, counted: Counted, activity: str, by: str) -> Report:
    """The report of what was counted."""
    values = sorted({one.value for one in counted.split} | counted.split_seats.keys())
    groups = (
        _group(flow, value, [one for one in counted.split if one.value == value], counted.split_seats.get(value))
        for value in values
    )
    return Report(
        version=flow.version,
        activity=activity,
        by=by,
        as_of=datetime.now(UTC),
        pass_mark=flow.pass_mark or 0,
        whole=_group(flow, "", counted.marks, counted.seats),
        drop_out=_drop_out(counted.marks),
        items=tuple(_items(flow, counted.marks)),
        groups=tuple(groups),
    )


def _group(flow: Flow, value: str, rows: Sequence[Marks], seats: Seats | None) -> Group:
    pairs = _pairs(rows)
    moved = _moved(pairs)
    whole = moved.total()
    scores = [(_score(early), _score(late)) for early, late in pairs.elements()] if whole >= COUNTS_ONLY else []
    return Group(
        value=value,
        registered=told(seats.registered) if seats else None,
        present=told(seats.present) if seats else None,
        before=told(sum(row.people for row in rows if row.before is not None)),
        after=told(sum(row.people for row in rows if row.after is not None)),
        paired=told(whole),
        change=change([early for early, _ in scores], [late for _, late in scores]) if scores else None,
        improved=share(moved[1], whole) if whole >= SECRET else None,
        same=share(moved[0], whole) if whole >= SECRET else None,
        worse=share(moved[-1], whole) if whole >= SECRET else None,
        passed=_turned(_passing(flow, pairs)) if whole >= SECRET else None,
    )


def share(people: int, whole: int) -> Share:
    """A share of so many people, with percent and interval where there are enough."""
    if whole < COUNTS_ONLY:
        return Share(people, whole, None, None)
    return Share(people, whole, percent(people, whole), share_interval(people, whole))


def told(people: int) -> int | None:
    """A count, unless it says something of very few."""
    return people if people == 0 or people >= SECRET else None


def _items(flow: Flow, rows: Sequence[Marks]) -> Iterable[Item]:
    pairs = _pairs(rows)
    if sum(pairs.values()) < SECRET:
        return
    for place, step in enumerate(flow.items):
        ways: Counter[tuple[bool, bool]] = Counter()
        for (early, late), people in pairs.items():
            ways[early[place] == RIGHT, late[place] == RIGHT] += people
        yield Item(place + 1, step.name, _turned(ways))


def _turned(ways: Counter[tuple[bool, bool]]) -> Turned:
    whole, lost, gained = ways.total(), ways[True, False], ways[False, True]
    stayed = ways[True, True]
    return Turned(
        before=share(stayed + lost, whole),
        after=share(stayed + gained, whole),
        lost=lost,
        gained=gained,
        p=mcnemar(lost, gained) if whole >= COUNTS_ONLY else None,
    )


def _drop_out(rows: Sequence[Marks]) -> DropOut:
    came_back: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for row in rows:
        if row.before is not None:
            (came_back if row.after is not None else left)[row.before] += row.people
    return DropOut(_mean_score(came_back), _mean_score(left), told(left.total()))


def _mean_score(marks: Counter[str]) -> float | None:
    if marks.total() < COUNTS_ONLY:
        return None
    return fmean([_score(signs) for signs in marks], weights=list(marks.values()))


def _pairs(rows: Iterable[Marks]) -> Counter[tuple[str, str]]:
    """People by what they answered before and after, of those who took both."""
    found: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if row.before is not None and row.after is not None:
            found[row.before, row.after] += row.people
    return found


def _passing(flow: Flow, pairs: Counter[tuple[str, str]]) -> Counter[tuple[bool, bool]]:
    ways: Counter[tuple[bool, bool]] = Counter()
    for (early, late), people in pairs.items():
        ways[marking.passes(flow, early), marking.passes(flow, late)] += people
    return ways


def _moved(pairs: Counter[tuple[str, str]]) -> Counter[int]:
    """People whose score rose (1), stayed (0) or fell (-1)."""
    found: Counter[int] = Counter()
    for (early, late), people in pairs.items():
        rise = marking.correct(late) - marking.correct(early)
        found[(rise > 0) - (rise < 0)] += people
    return found


@lru_cache(maxsize=4096)  # of a thousand people hundreds answer alike
def _score(signs: str) -> float:
    return percent(marking.correct(signs), len(signs))
