"""The report of a test from what SQL counted, against the same figures counted person by person."""

from collections import Counter
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.catalog import load_library
from jamakan.learning.composing import Counted, Report, compose
from jamakan.store.learning.pairs import Marks, Seats

TEST = load_library().flow("citizenship")
SIGNS = st.text("01", min_size=9, max_size=9)
PEOPLE = st.lists(st.tuples(st.sampled_from("fm"), st.none() | SIGNS, st.none() | SIGNS), max_size=80)

Person = tuple[str, str | None, str | None]


def counted(people: list[Person], *, by: bool) -> list[Marks]:
    found = Counter((value if by else "", before, after) for value, before, after in people)
    return [Marks(*key, number) for key, number in found.items()]


def report(people: list[Person]) -> Report:
    seats = Seats(len(people), len(people))
    given = Counted(counted(people, by=False), seats, counted(people, by=True), {})
    return compose(TEST, given, "", "sex")


def whole_house(pairs: int, left: int = 0) -> list[Person]:
    both: list[Person] = [("f", "111100000", "111111000")] * pairs
    return [*both, *[("m", "110000000", None)] * left]


@settings(deadline=None, max_examples=50)  # the first one waits for scipy, the others for draws
@given(PEOPLE)
def test_it_says_what_counting_person_by_person_gives(people: list[Person]) -> None:
    made = report(people)
    pairs = [(before, after) for _, before, after in people if before and after]
    scores = [(before.count("1") * 100 / 9, after.count("1") * 100 / 9) for before, after in pairs]
    if len(pairs) < 5:
        assert made.items == ()
        assert made.whole.passed is made.whole.improved is made.whole.change is None
        return
    assert made.whole.paired == len(pairs)
    assert made.whole.improved is not None
    assert made.whole.improved.people == sum(after > before for before, after in scores)
    assert made.whole.passed is not None
    assert made.whole.passed.before.people == sum(before.count("1") >= 6 for before, _ in pairs)  # 60 % of 9
    assert made.whole.passed.gained == sum(b.count("1") < 6 <= a.count("1") for b, a in pairs)
    for item in made.items:
        place = item.number - 1
        assert item.right.lost == sum(b[place] == "1" and a[place] == "0" for b, a in pairs)
        assert item.right.after.people == sum(a[place] == "1" for _, a in pairs)
    if len(pairs) >= 20:
        assert made.whole.change is not None
        assert made.whole.change.before == pytest.approx(fmean(before for before, _ in scores))
        assert made.whole.change.after == pytest.approx(fmean(after for _, after in scores))


@settings(deadline=None, max_examples=50)  # the first one waits for scipy, the others for draws
@given(PEOPLE)
def test_nothing_is_told_of_few(people: list[Person]) -> None:
    for group in (report(people).whole, *report(people).groups):
        for count in (group.registered, group.present, group.before, group.after, group.paired):
            assert count is None or count == 0 or count >= 5
        if group.paired is None or group.paired < 20:
            assert group.change is None
            for share in (group.improved, group.same, group.worse):
                assert share is None or (share.percent is None and share.interval is None)
            assert group.passed is None or group.passed.p is None


@pytest.mark.parametrize(("pairs", "told", "counted_only"), [(4, False, False), (5, True, True), (20, True, False)])
def test_the_thresholds(pairs: int, told: bool, counted_only: bool) -> None:
    whole = report(whole_house(pairs)).whole
    assert (whole.improved is not None) is told
    assert (whole.change is not None) is (told and not counted_only)


def test_who_did_not_come_back_is_compared_with_who_did() -> None:
    drop_out = report(whole_house(30, left=20)).drop_out
    assert (drop_out.paired, drop_out.unpaired, drop_out.people) == (
        pytest.approx(400 / 9),
        pytest.approx(200 / 9),
        20,
    )
    assert report(whole_house(30, left=19)).drop_out.unpaired is None
    assert report(whole_house(30, left=4)).drop_out.people is None


def test_where_everybody_knew_everything_the_gain_is_not_defined() -> None:
    everybody: list[Person] = [("f", "1" * 9, "1" * 9)] * 20
    change = report(everybody).whole.change
    assert change is not None
    assert (change.gain, change.difference, change.interval) == (None, 0, None)
