"""What counts say in the end: bars, the question where people stop, days, and what a new version changes."""

from collections import Counter

from flows.loader import parse_flow
from jamakan.store.survey_counts import Counts
from jamakan.surveys.changes import changes
from jamakan.surveys.results import Results, results
from tests.support.surveys import NEWER, WATER

FLOW = parse_flow(WATER, "eau.yaml")


def told(**by_value: Counter[str]) -> Results:
    """Results of counts given as measure__step=…"""
    keys = {(name.partition("__")[0], name.partition("__")[2]): Counter(found) for name, found in by_value.items()}
    return results(FLOW, Counts(keys), "fr")


def test_choices_stand_in_the_order_of_the_form_with_their_words() -> None:
    question = told(chosen__source=Counter(pump=3), answered__source=Counter({"": 3})).questions[0]
    assert [(bar.label, bar.people) for bar in question.bars] == [("Un puits", 0), ("Une pompe", 3)]


def test_a_choice_of_no_form_any_more_stands_for_itself() -> None:
    question = told(chosen__source=Counter(river=2)).questions[0]
    assert question.bars[-1].label == "river"


def test_numbers_make_few_bars_of_one_width() -> None:
    few = told(chosen__minutes=Counter({"3": 1, "5": 4})).questions[1]
    assert [bar.label for bar in few.bars] == ["3", "5"]
    wide = told(chosen__minutes=Counter({str(n): 1 for n in (*range(20), *range(20, 100, 10))})).questions[1]
    assert [bar.label for bar in wide.bars] == [f"{n}–{n + 9}" for n in range(0, 100, 10)]
    assert sum(bar.people for bar in wide.bars) == 28
    far = told(chosen__minutes=Counter({"3": 1, "100000000000000": 1})).questions[1]
    assert len(far.bars) == 2


def test_the_question_where_most_stop_is_named() -> None:
    found = told(
        stands__source=Counter(started=2),
        stands__minutes=Counter(partial=3, expired=4),
        stands__=Counter(completed=5),
        answered__minutes=Counter({"": 5}),
    )
    assert (found.begun, found.completed, found.left) == (14, 5, 9)
    assert found.drop_off is not None
    assert (found.drop_off.name, found.drop_off.left, found.drop_off.reached) == ("minutes", 7, 12)


def test_who_refused_did_not_drop_off() -> None:
    found = told(stands__source=Counter(refused=9))
    assert (found.begun, found.left, found.drop_off) == (9, 0, None)


def test_days_without_anything_are_there() -> None:
    days = told(started__=Counter({"2026-11-20": 2, "2026-11-23": 1}), completed__=Counter({"2026-11-23": 1})).days
    assert [(day.day.day, day.begun, day.completed) for day in days] == [
        (20, 2, 0),
        (21, 0, 0),
        (22, 0, 0),
        (23, 1, 1),
    ]


def test_a_new_version_says_what_it_changes() -> None:
    found = changes(FLOW, parse_flow(NEWER.replace("name: idea", "name: dream"), "eau.yaml"))
    assert [[step.name for step in some] for some in (found.added, found.gone, found.changed)] == [
        ["dream"],
        ["idea"],
        ["minutes"],
    ]
    assert not changes(FLOW, FLOW)
