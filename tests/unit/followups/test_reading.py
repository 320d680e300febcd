"""Rules as people write them: what they mean, and every fault with its line, all in one pass."""

from datetime import UTC, datetime, timedelta

import pytest

from flows.placeholders import fill
from flows.text.folding import fold
from flows.text.gsm7 import measure
from jamakan.followups.publishing import library
from jamakan.followups.reading import RulesError, read_rules
from jamakan.followups.rules import Rule

NINE = datetime(2026, 11, 26, 9, tzinfo=UTC)
LIKELY = {
    "org": "COCEM",
    "activity": "Sikasso",
    "date": "26–27 nov. 2026",
    "time": "09:00",
    "place": "Maison de la femme, Sikasso",
    "title": "Votre avis",
    "question": "",
}
REMINDER = """
reminder:
  before_activity: 1 day
  text: {fr: "Rappel : {activity}", en: "Reminder: {activity}"}
"""


def problems(source: str) -> list[str]:
    with pytest.raises(RulesError) as refused:
        read_rules(source, "rules.yaml")
    return [str(problem) for problem in refused.value.problems]


def test_a_rule_says_when_to_whom_and_what() -> None:
    (rule,) = read_rules(REMINDER, "rules.yaml")
    assert (rule.name, rule.kind, rule.delay, rule.who) == (
        *("reminder", "before_activity", timedelta(days=1)),
        ("registered", "confirmed"),
    )
    assert rule.in_words == "1 day before an activity begins, to registered, confirmed"
    assert rule.text["en"] == "Reminder: {activity}"


def test_a_rule_kept_as_text_reads_as_the_same_rule() -> None:
    for rule in library():
        assert read_rules(rule.source, rule.name) == (rule,)


@pytest.mark.parametrize(
    ("when", "due", "ends"),
    [
        ("before_activity: 1 day", timedelta(days=-1), timedelta()),
        ("before_activity: 1 day, expires: 2 hours", timedelta(hours=-22 - 2), timedelta(hours=-22)),
        ("before_activity: 1 day, expires: 3 days", timedelta(days=-1), timedelta()),  # never once it began
        ("after_activity: 90 minutes", timedelta(minutes=90), timedelta(days=2, minutes=90)),
        ("unanswered: 1 week, flow: feedback, expires: 1 hour", timedelta(days=7), timedelta(days=7, hours=1)),
    ],
)
def test_when_a_rule_falls_due_and_until_when_it_is_of_use(when: str, due: timedelta, ends: timedelta) -> None:
    (rule,) = read_rules(f"one: {{{when}, text: {{fr: Bonjour}}}}", "rules.yaml")
    assert (rule.due(NINE) - NINE, rule.ends(NINE) - NINE) == (due, ends)
    assert rule.anchor(rule.due(NINE)) == NINE
    assert rule.ends(NINE) - rule.due(NINE) == rule.lasts


@pytest.mark.parametrize(("text", "personal"), [("{activity}", False), ("{name}", True), ("code {code}", True)])
def test_a_text_that_names_a_person_is_for_each_person_of_a_line(text: str, personal: bool) -> None:
    (rule,) = read_rules(f'one: {{before_activity: 1 day, text: {{fr: "{text}"}}}}', "rules.yaml")
    assert rule.personal is personal


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ("text: {fr: a}", "it does not say when: write one of before_activity, after_activity"),
        (
            "before_activity: 1 day, unfinished: 1 day, text: {fr: a}",
            "both before_activity and unfinished are written",
        ),
        ("before_activity: soon, text: {fr: a}", "before_activity: 'soon' is no length of time up to 400 days"),
        ("before_activity: 0 days, text: {fr: a}", "'0 days' is no length of time"),
        ("before_activity: 2 years, text: {fr: a}", "write 30 minutes, 12 hours or 2 days"),
        ("before_activity: 500 days, text: {fr: a}", "'500 days' is no length of time up to 400 days"),
        ("before_activity: 1 day", "'text' is missing"),
        ("before_activity: 1 day, text: {en: a}", "no text in French"),
        ("before_activity: 1 day, text: {fr: ''}", "text, fr: a word or a sentence is needed here"),
        (
            "before_activity: 1 day, text: {fr: '{question}'}",
            "nothing fills the placeholder {question}; known: {org}",
        ),
        (
            "before_activity: 1 day, who: [gone], text: {fr: a}",
            "who: a list of states is needed here, out of registered",
        ),
        ("before_activity: 1 day, who: [], text: {fr: a}", "who: a list of states is needed here"),
        ("before_activity: 1 day, flow: x, text: {fr: a}", "'flow' means nothing in a rule of kind before_activity"),
        ("unfinished: 1 hour, who: [present], text: {fr: '{question}'}", "'who' means nothing"),
        ("unfinished: 1 hour, text: {fr: a}", "{question} is missing: what the person is to answer"),
        ("unanswered: 1 hour, text: {fr: a}", "'flow' is missing"),
        ("before_activity: 1 day, colour: red, text: {fr: a}", "unknown field 'colour'"),
        (f"before_activity: 1 day, text: {{fr: {'a' * 1300}}}", "the text takes 9 SMS, 8 at most"),
    ],
)
def test_a_fault_is_named_with_its_line_and_what_to_do(fields: str, reason: str) -> None:
    (said,) = problems(f"# rules\none: {{{fields}}}")
    assert said.startswith("rules.yaml:2: rule one")
    assert reason in said


@pytest.mark.parametrize("source", ["", "[]", "one", "one: [", "one: 1\n---\ntwo: 2", "one: &x {a: 1}"])
def test_what_is_no_mapping_of_rules_is_refused(source: str) -> None:
    assert problems(source)


def test_all_faults_are_told_in_one_pass() -> None:
    source = """
Un: {before_activity: 1 day, text: {fr: a}}
two:
  after_activity: tomorrow
  who: [everybody]
  text:
    fr: "{moon}"
    en: "{sun}"
two: {}
three: 3
"""
    assert [line.split(":")[1] for line in problems(source)] == ["2", "4", "5", "7", "8", "9", "10"]


def leaving(rule: Rule) -> list[str]:
    return [fold(fill(text, lambda name: LIKELY[name]), language) for language, text in rule.text.items()]


@pytest.mark.parametrize("rule", library(), ids=lambda rule: rule.name)
def test_the_rules_of_the_house_take_one_sms(rule: Rule) -> None:
    assert [measure(text).parts for text in leaving(rule)] == [1, 1], leaving(rule)
