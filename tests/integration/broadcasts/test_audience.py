"""Whom a filter means, and that a preview promises exactly what is sent."""

import pytest

from jamakan import events
from jamakan.broadcasts.preview import preview
from jamakan.core import Core
from tests.support import bulk
from tests.support.stories import Phone, dialogue_of


@pytest.fixture
def people(core: Core) -> Core:
    """Awa 1 (Kayes, woman, content), Moussa 2 (Gao, man, English), Fatou 3 (Gao, woman), Sira 4 without a seat.

    5 gave an opinion and never registered, 6 only called.
    """
    awa = bulk.registered(core, 1, "Awa", region="kayes", sex="female", age="18_24", group="youth")
    bulk.answers(core, awa, "feedback", satisfaction="5")
    moussa = bulk.registered(core, 2, "Moussa", region="gao", sex="male", age="60_plus", displacement="displaced")
    moussa.says(events.LanguageSet("en"))
    bulk.store(core, moussa)
    fatou = bulk.registered(core, 3, "Fatou", region="gao", sex="female", age="36_59", group="women")
    bulk.answers(core, fatou, "feedback", "", satisfaction="1")
    sira = bulk.registered(core, 4, "Sira", region="kayes", sex="female", age="25_35")
    sira.says(events.CancelRequested("100000"))
    bulk.store(core, sira)
    bulk.answers(core, bulk.phone(5), "feedback", satisfaction="4")
    bulk.answers(core, bulk.phone(6), "registration", "breakoff")
    return core


def reached(core: Core, **audience: object) -> list[int]:
    """The numbers of those who get a broadcast; first of those a preview counts."""
    made = bulk.plan(core, {"everybody": True} if audience == {} else audience, activity="")
    promised = preview(core, made).count
    broadcast = bulk.submitted(core, made)
    bulk.office(core)
    sent = bulk.written(core, broadcast.id)
    assert promised.lines == len(sent)
    return sorted(int(phone[-4:]) for phone in sent)


@pytest.mark.parametrize(
    ("audience", "numbers"),
    [
        ({}, [1, 2, 3, 4]),
        ({"region": ["kayes"]}, [1, 4]),
        ({"region": ["kayes", "gao"], "sex": ["female"]}, [1, 3, 4]),
        ({"sex": ["male"], "age": ["18_24"]}, []),
        ({"age": ["18_24", "60_plus"]}, [1, 2]),
        ({"group": ["women"]}, [3]),
        ({"displacement": ["displaced"]}, [2]),
        ({"language": ["en"]}, [2]),
        ({"language": ["fr"]}, [1, 3, 4]),
        ({"registration": ["cancelled"]}, [4]),
        ({"registration": ["registered"]}, [1, 2, 3]),
        ({"answered": ["feedback"]}, [1, 5]),
        ({"answered": ["feedback"], "region": ["kayes"]}, [1]),
        ({"not_answered": ["feedback"]}, [2, 3, 4]),
        ({"not_answered": ["feedback"], "sex": ["female"]}, [3, 4]),
        ({"answers": {"feedback:satisfaction": ["1", "4"]}}, [3, 5]),
        ({"answers": {"feedback:satisfaction": ["5"]}, "sex": ["male"]}, []),
    ],
)
def test_a_filter_means_those_it_says(people: Core, audience: dict[str, object], numbers: list[int]) -> None:
    assert reached(people, **audience) == numbers


def test_an_activity_means_its_seats_unless_other_states_are_said(people: Core) -> None:
    activity = bulk.coming(people)
    assert reached(people, activity=activity) == [1, 2, 3]
    assert reached(people, activity=activity, registration=["cancelled"]) == [4]
    assert reached(people, activity=activity, region=["gao"]) == [2, 3]


def test_conditions_on_a_person_hold_for_one_person_of_the_line(people: Core) -> None:
    """Awa is a young woman of Kayes; her father is an old man of Gao: nobody there is an old woman."""
    shared = Phone(bulk.phone(1).number, v=10)
    shared.registers(bulk.coming(people), "Père", dialogue="father", region="gao", sex="male", age="60_plus")
    bulk.store(people, shared)
    assert reached(people, region=["gao"]) == [1, 2, 3]
    assert reached(people, sex=["female"], age=["60_plus"]) == []


def test_an_answer_taken_back_counts_no_more(people: Core) -> None:
    fatou = Phone(bulk.phone(3).number, v=10)
    fatou.says(events.Dropped(dialogue_of(fatou, "feedback"), "satisfaction"))
    bulk.store(people, fatou)
    assert reached(people, answers={"feedback:satisfaction": ["1"]}) == []


def test_one_of_several_answers_is_enough(people: Core) -> None:
    key = dialogue_of(bulk.phone(9), "feedback")
    nine = bulk.phone(9)
    nine.says(
        events.DialogueStarted(key, "feedback", "v1", "fr"),
        events.Answered(key, "why", "select_multiple", "road_far clinic", False),
    )
    bulk.store(people, nine)
    assert reached(people, answers={"feedback:why": ["clinic"]}) == [9]
    assert reached(people, answers={"feedback:why": ["far"]}) == []


def test_who_stopped_messages_is_left_out_whoever_holds_the_line(people: Core) -> None:
    awa = Phone(bulk.phone(1).number, v=20)
    awa.registers(bulk.coming(people), "Sa mère", dialogue="mother", region="kayes")
    awa.says(events.OptedOut())
    bulk.store(people, awa)
    assert reached(people, region=["kayes"]) == [4]
    assert preview(people, bulk.plan(people, {"region": ["kayes"]})).count.excluded == {"opted_out": 1}


def test_a_line_that_nothing_is_left_to_say_to_gets_no_empty_message(core: Core) -> None:
    nameless = bulk.phone(1)
    nameless.registers(bulk.coming(core), "")
    bulk.store(core, nameless)
    bulk.registered(core, 2, "Moussa")
    counted = preview(core, bulk.plan(core, texts={"fr": "{name}"})).count
    assert (counted.lines, counted.excluded) == (1, {"no_text": 1})
