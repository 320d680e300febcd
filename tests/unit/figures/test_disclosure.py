"""What may leave the house: a table a line, what is hidden of it, and why."""

import pytest

from jamakan.figures.disclosure import K, may_follow, published, suppressed
from jamakan.figures.tables import MASKED, SHOWN, SMALL, Table
from jamakan.figures.witnesses import betrayed


def rows(**people: int) -> dict[str, tuple[int, ...]]:
    return {name: (number,) for name, number in people.items()}


@pytest.mark.parametrize(
    ("people", "hidden"),
    [
        ({"a": 40, "b": 30}, {}),
        ({"a": 40, "b": 0}, {}),  # nothing is no small number
        ({"a": 40, "b": 5}, {}),
        ({"a": 40, "b": 4, "c": 9}, {"b": SMALL, "c": MASKED}),  # 53 - 40 - 9 would be b
        ({"a": 40, "b": 4, "c": 5}, {"b": SMALL, "c": MASKED}),  # 5 could be 6, 7, 8
        ({"a": 40, "b": 1, "c": 5, "d": 9}, {"b": SMALL, "d": MASKED}),  # were b 4, c would be under five: d hides it
        ({"a": 40, "b": 2, "c": 3}, {"b": SMALL, "c": SMALL}),  # 5 is 1 + 4, 2 + 3, 3 + 2, 4 + 1
        ({"a": 40, "b": 1, "c": 1}, {"a": MASKED, "b": SMALL, "c": SMALL}),  # 2 would be 1 + 1 for sure
    ],
)
def test_a_small_row_takes_another_with_it(people: dict[str, int], hidden: dict[str, str]) -> None:
    table = suppressed(rows(**people), K)
    assert table is not None
    assert {name: mark for name, mark in table.marks.items() if mark != SHOWN} == hidden


def test_a_table_that_nothing_protects_is_not_shown() -> None:
    assert suppressed(rows(a=3, b=5), K) is None  # 8 - 5: b can be no smaller
    assert suppressed(rows(a=3), K) is None


def test_a_part_of_a_row_is_small_too() -> None:
    came = {"women": (12, 20), "men": (2, 28), "unsaid": (9, 9)}  # two men did not come
    table = suppressed(came, K)
    assert table is not None
    assert table.marks == {"women": MASKED, "men": MASKED, "unsaid": SHOWN} or table.hidden[0] == "men"


def test_complaints_want_ten() -> None:
    table = suppressed(rows(a=40, b=30, c=7, d=21), 10)
    assert table is not None
    assert set(table.hidden) == {"c", "d"}


FIRST = {"sex": Table(rows(women=20, men=30), {"women": SHOWN, "men": SHOWN})}


@pytest.mark.parametrize(
    ("women", "men", "shown"),
    [
        (20, 30, True),
        (21, 30, False),  # "a counter going 12 to 13 tells of one person"
        (25, 30, True),
        (25, 24, False),  # five more and six fewer: the total tells of one
        (25, 25, True),
        (26, 32, False),
        (0, 30, True),
    ],
)
def test_nothing_changes_by_a_few(women: int, men: int, shown: bool) -> None:
    assert may_follow([FIRST], {"sex": rows(women=women, men=men)}, {"sex": K}) is shown


def test_every_earlier_edition_counts() -> None:
    second = {"sex": Table(rows(women=26, men=30), {"women": SHOWN, "men": SHOWN})}
    assert may_follow([FIRST], second_rows := {"sex": rows(women=21, men=30)}, {"sex": K}) is False
    assert may_follow([second], second_rows, {"sex": K}) is True
    assert published([FIRST, second], second_rows, {"sex": K}) is None


def test_another_table_of_the_same_people_keeps_the_total() -> None:
    age = {"age": rows(young=22, old=30)}
    assert not may_follow([FIRST], age, {"age": K})  # 52 after 50
    assert may_follow([FIRST], {"age": rows(young=20, old=30)}, {"age": K})


def test_who_was_hidden_is_not_found_when_it_is_shown_later() -> None:
    """From "<5" to 6: who knows that nothing changes by fewer than five would read 1."""
    first = suppressed(rows(a=40, b=1, c=9), K)
    assert first is not None
    assert first.hidden == ["b", "c"]
    later = suppressed(rows(a=40, b=6, c=9), K, [first])
    assert later is not None
    assert "b" in later.hidden
    naive = Table(rows(a=40, b=6, c=9), {"a": SHOWN, "b": SHOWN, "c": SHOWN})
    assert (0, "b") in betrayed([first, naive], K)


def test_who_was_hidden_besides_is_not_shown_unchanged() -> None:
    first = Table(rows(a=40, b=3, c=9), {"a": SHOWN, "b": SMALL, "c": MASKED})
    second = Table(rows(a=40, b=3, c=9), {"a": MASKED, "b": SMALL, "c": SHOWN})
    assert betrayed([first], K) == betrayed([second], K) == []
    assert betrayed([first, second], K) != []
