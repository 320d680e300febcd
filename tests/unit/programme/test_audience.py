"""An audience as data: kept as it was said, refused with every reason."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jamakan.programme.audience import FACTS, Audience, AudienceError, Known, Question, Sheet, unknown

WORDS = st.lists(st.text(min_size=1, max_size=5), max_size=3, unique=True)
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys((*FACTS, "language", "answered", "not_answered"), WORDS),
        "activity": st.text(max_size=9),
        "registration": st.lists(
            st.sampled_from(["registered", "confirmed", "waitlisted", "cancelled"]), unique=True
        ),
        "answers": st.dictionaries(
            st.text(min_size=1, max_size=9), st.lists(st.text(min_size=1, max_size=9), min_size=1, max_size=2)
        ),
        "everybody": st.booleans(),
    },
)
KNOWN = Known(
    activities={"kayes-2026-11-26"},
    facts={name: {"kayes", "gao"} if name == "region" else {"female", "male"} for name in FACTS},
    languages=("fr", "en"),
    questions={
        "feedback": {"satisfaction": Question(frozenset("12345")), "why": Question(None)},
        "registration": {"name": Question(None, personal=True)},
    },
)


@given(FILTERS.filter(lambda said: any(said.values())))
def test_what_was_said_is_what_is_kept(said: dict[str, object]) -> None:
    audience = Audience.from_json(said)
    assert audience.to_json() == {name: value for name, value in said.items() if value}
    assert Audience.from_json(json.loads(json.dumps(audience.to_json()))) == audience


def test_a_spreadsheet_is_kept_too() -> None:
    audience = Audience(spreadsheet=Sheet(lines=3, columns=("prenom",)))
    assert Audience.from_json(audience.to_json()) == audience
    assert str(audience) == "3 line(s) of a spreadsheet"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({}, "nobody is meant"),
        ({"everybody": False, "region": []}, "nobody is meant"),
        (["kayes"], "valid dictionary"),
        ({"regions": ["kayes"]}, "regions: Extra inputs"),
        ({"region": "kayes"}, "region: Input should be a valid tuple"),
        ({"registration": ["present"]}, "registration.0: Input should be 'registered'"),
        ({"region": ["x"] * 101}, "at most 100 items"),
        ({"answers": {"feedback:satisfaction": []}}, "at least 1 item"),
        ({"spreadsheet": {"lines": 1}, "region": ["kayes"]}, "no other condition"),
    ],
)
def test_what_is_no_filter_is_refused(said: object, reason: str) -> None:
    with pytest.raises(AudienceError, match=reason):
        Audience.from_json(said)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"activity": "nowhere"}, "there is no activity 'nowhere'"),
        ({"region": ["gao", "paris"]}, "region: there is no 'paris'; there are gao, kayes"),
        ({"language": ["xx"]}, "language: there is no 'xx'"),
        ({"answered": ["nothing"]}, "survey: there is no 'nothing'"),
        ({"not_answered": ["nothing"]}, "survey: there is no 'nothing'"),
        ({"answers": {"feedback:mood": ["1"]}}, "answer: there is no 'feedback:mood'; there are feedback:satisf"),
        ({"answers": {"feedback:satisfaction": ["6"]}}, "feedback:satisfaction: there is no '6'"),
        ({"answers": {"registration:name": ["Awa"]}}, "nobody is chosen by them"),
    ],
)
def test_what_names_nothing_is_told_with_what_there_is(said: dict[str, object], reason: str) -> None:
    (told,) = unknown(Audience.from_json(said), KNOWN)
    assert reason in told


def test_free_answers_and_known_values_pass() -> None:
    said = {"activity": "kayes-2026-11-26", "region": ["gao"], "answers": {"feedback:why": ["la route"]}}
    assert not list(unknown(Audience.from_json(said), KNOWN))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"everybody": True}, "everybody who registered"),
        ({"activity": "kayes", "sex": ["female"]}, "activity kayes, sex female"),
        ({"not_answered": ["feedback"], "region": ["gao", "kayes"]}, "region gao or kayes, not answered feedback"),
    ],
)
def test_an_audience_in_words(said: dict[str, object], words: str) -> None:
    assert str(Audience.from_json(said)) == words
