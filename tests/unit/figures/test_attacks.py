"""Attacks on the public page: who keeps every edition and subtracts learns nothing more of a small number."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.public import tables
from jamakan.figures import disclosure, public
from jamakan.figures.disclosure import K
from jamakan.figures.period import Period
from jamakan.figures.report import Report
from jamakan.figures.tables import SHOWN, Rows, Table
from jamakan.store.results.keeping import PUBLISHED, Edition
from tests.support import intruder

START = datetime(2026, 11, 1, tzinfo=UTC)
CHOSEN = (("participation", "sex"), ("participation", "region"), ("participation", "disability"))
VALUES = {
    "sex": ("female", "male", ""),
    "region": ("kayes", "gao", "mopti", "segou"),
    "disability": ("yes", "no", ""),
}
WEIGHTS = {"sex": (5, 4, 1), "region": (8, 6, 2, 1), "disability": (1, 9, 4)}


@dataclass(frozen=True)
class Somebody:
    """A registered person."""

    sex: str
    region: str
    disability: str
    came: bool


people = st.builds(
    Somebody,
    *(
        st.sampled_from([v for v, n in zip(VALUES[name], WEIGHTS[name], strict=True) for _ in range(n)])
        for name in VALUES
    ),
    came=st.sampled_from([True, True, True, False]),
)
days = st.lists(st.lists(people, min_size=0, max_size=25), min_size=1, max_size=4)


def count(crowd: Sequence[Somebody], at: datetime) -> Report:
    """The figures of these people, as a snapshot has them."""
    seats = {"": {"": _measured(crowd)}}
    for name in VALUES:
        seats[name] = {
            v: _measured([p for p in crowd if getattr(p, name) == v]) for v in {getattr(p, name) for p in crowd}
        }
    return Report(at, Period(), {"seats": seats})


def _measured(crowd: Sequence[Somebody]) -> dict[str, int]:
    return {"registered": len(crowd), "present": sum(person.came for person in crowd)}


def editions_of(crowds: Sequence[Sequence[Somebody]]) -> tuple[list[Edition], list[list[Somebody]]]:
    """An edition a day, each day's people added to those before; and all people of each day."""
    editions: list[Edition] = []
    known: list[Somebody] = []
    each: list[list[Somebody]] = []
    for number, newcomers in enumerate(crowds):
        known = [*known, *newcomers]
        at = START + timedelta(days=number)
        draft = public.draft(count(known, at), CHOSEN, editions)
        editions.append(Edition(draft.number, PUBLISHED, at, draft.shown, draft.counted, None, at, None, None))
        each.append(known)
    return editions, each


def betrayals(editions: Sequence[Edition]) -> list[tuple[object, int, tuple[int, int]]]:
    """Every small number of which the intruder knows more than that it is from 1 to k - 1."""
    lines = intruder.read([tables.data(edition) for edition in editions])
    known = intruder.bounds(lines)
    found = []
    truth = _truth(editions)
    for line in lines:
        if line.whole is not None:
            continue
        rest, part = truth[line.place]
        for name, people in (("rest", rest), ("part", part), ("all", rest + part)):
            least, most = known[line.place, name]
            if 0 < people < line.k and (least > 1 or most < line.k - 1):
                found.append(((line.place, name), people, (least, most)))
    return found


def _truth(editions: Sequence[Edition]) -> dict[intruder.Place, tuple[int, int]]:
    """What was counted for every row published; a result that stands has the numbers of its last edition."""
    found: dict[intruder.Place, tuple[int, int]] = {}
    standing: dict[str, dict[str, dict[str, dict[str, list[int]]]]] = {}
    for number, edition in enumerate(editions):
        standing |= edition.counted
        for result, dimensions in standing.items():
            for dimension, table in dimensions.items():
                for value, (rest, part) in table["rows"].items():
                    found[number, result, dimension, value] = (rest, part)
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(days)
def test_nobody_is_found(crowds: list[list[Somebody]]) -> None:
    editions, _ = editions_of(crowds)
    assert betrayals(editions) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(days)
def test_no_number_moves_by_a_few(crowds: list[list[Somebody]]) -> None:
    """Of any two editions, every number that both show is the same or k apart: totals, rows, and what is between."""
    editions, _ = editions_of(crowds)
    seen: dict[tuple[str, str, str], list[tuple[int, int, int]]] = {}
    for line in intruder.read([tables.data(edition) for edition in editions]):
        if line.whole is not None and line.part is not None:
            seen.setdefault(line.place[1:], []).append((line.whole, line.part, line.k))
    for numbers in seen.values():
        for (whole, part, k), (other, its_part, _) in product(numbers, numbers):
            for change in (whole - other, part - its_part, (whole - part) - (other - its_part)):
                assert change == 0 or abs(change) >= k


@settings(max_examples=40, deadline=None)
@given(days)
def test_no_small_number_is_written_anywhere(crowds: list[list[Somebody]]) -> None:
    editions, _ = editions_of(crowds)
    for line in intruder.read([tables.data(edition) for edition in editions]):
        if line.whole is not None and line.part is not None:
            for people in (line.whole, line.part, line.whole - line.part):
                assert people == 0 or people >= line.k
    for edition in editions:
        for sheet in (*tables.sheets(edition.shown, "fr"), *tables.sheets(edition.shown, "en")):
            assert all((row.whole is None) == bool(row.mark) for row in sheet.rows)
            assert not any(row.share and (row.whole or 0) < disclosure.SHARES_FROM for row in sheet.rows)


def test_without_a_second_hidden_row_the_attack_succeeds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same attack, on a page that hides small numbers and nothing else: it reads them."""
    monkeypatch.setattr(public, "published", _only_primary)
    crowd = [Somebody("female", "kayes", "no", True)] * 30 + [Somebody("male", "gao", "no", True)] * 3
    crowd += [Somebody("male", "kayes", "no", True)] * 20
    editions, _ = editions_of([crowd])
    found = betrayals(editions)
    assert (((0, "participation", "region", "gao"), "all"), 3, (3, 3)) in found


def test_without_looking_back_the_attack_succeeds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Editions that forget the ones before: one person more is read off the total."""
    honest = public.published
    monkeypatch.setattr(public, "published", lambda _before, rows, k: honest([], rows, k))
    crowd = [Somebody("female", "kayes", "no", True)] * 30 + [Somebody("male", "gao", "no", True)] * 30
    editions, _ = editions_of([crowd, [Somebody("male", "gao", "no", True)]])
    shown = intruder.read([tables.data(edition) for edition in editions])
    totals = [line.whole for line in shown if line.dimension == "region" and line.value == "gao"]
    assert totals == [30, 31]


def _only_primary(_before: object, tables_: dict[str, Rows], k: dict[str, int]) -> dict[str, Table]:
    return {
        name: Table(rows, {value: disclosure._mark(row, k[name]) for value, row in rows.items()})
        for name, rows in tables_.items()
    }


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.integers(0, 14), min_size=2, max_size=4),
    st.lists(st.sampled_from([0, 0, 5, 6, 9]), min_size=4, max_size=4),
)
def test_who_knows_the_rule_finds_nobody(people: list[int], more: list[int]) -> None:
    """All houses that fit two editions and the rule of five, counted out: each small number may be any of 1 to 4."""
    first_rows = {str(n): (number,) for n, number in enumerate(people)}
    then_rows = {str(n): (number + more[n],) for n, number in enumerate(people)}
    first = disclosure.suppressed(first_rows, K)
    if first is None or not disclosure.may_follow([{"": first}], {"": then_rows}, {"": K}):
        return
    then = disclosure.suppressed(then_rows, K, [first])
    history = [first] if then is None else [first, then]
    for number, table in enumerate(history):
        possible = _possible(history)
        for name in table.hidden:
            if 0 < table.rows[name][0] < K:
                assert {house[number, name] for house in possible} >= set(range(1, K))


def _possible(history: Sequence[Table]) -> list[dict[tuple[int, str], int]]:
    """Every assignment of the hidden numbers that fits marks, totals and the rule between editions."""
    houses: list[dict[tuple[int, str], int]] = [{}]
    for number, table in enumerate(history):
        hidden = table.hidden
        left = sum(table.rows[name][0] for name in hidden)
        fits = [
            dict(zip([(number, name) for name in hidden], numbers, strict=True))
            for numbers in product(*(_range(table, name, left) for name in hidden))
            if sum(numbers) == left
        ]
        houses = [house | more for house in houses for more in fits if _allowed(house | more, history, number)]
    return houses


def _range(table: Table, name: str, most: int) -> range:
    return range(1, K) if table.marks[name] == "small" else range(K, most + 1)


def _allowed(house: dict[tuple[int, str], int], history: Sequence[Table], number: int) -> bool:
    if number == 0:
        return True
    return all(
        (change := abs(_at(house, history, 1, name) - _at(house, history, 0, name))) == 0 or change >= K
        for name in history[0].rows.keys() | history[1].rows.keys()
    )


def _at(house: dict[tuple[int, str], int], history: Sequence[Table], number: int, name: str) -> int:
    if (number, name) in house:
        return house[number, name]
    return history[number].rows[name][0] if name in history[number].rows else 0


def test_the_intruder_can_subtract() -> None:
    """What is shown of this town is right, and the intruder is no straw man: with two hidden they know the sum."""
    crowd = Counter({("female", "kayes"): 30, ("male", "gao"): 3, ("male", "mopti"): 12})
    every = [Somebody(sex, region, "no", True) for (sex, region), number in crowd.items() for _ in range(number)]
    editions, _ = editions_of([every])
    known = intruder.bounds(intruder.read([tables.data(editions[0])]))
    assert known[(0, "participation", "region", "gao"), "all"] == (1, 4)
    assert known[(0, "participation", "region", "mopti"), "all"] == (11, 14)
    assert SHOWN in editions[0].counted["participation"]["region"]["marks"].values()
