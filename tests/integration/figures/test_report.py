"""Every figure of the report against an independent count: plain Python over the ledger of what was played."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from jamakan import events
from jamakan.core import Core
from jamakan.figures.indicators import INDICATORS
from jamakan.figures.period import Period
from jamakan.figures.report import UnknownActivity, report
from jamakan.programme.activities import Activity
from jamakan.store import attendance, ingest
from jamakan.store.activities import open_activities, row_id
from jamakan.store.registrations import ACTIVE
from tests.support.stories import NOON, VAULT, Phone, dialogue_of

Played = dict[str, str]
"""One person as they were played: their facts, activity, what they did after."""
SEXES, AGES, GROUPS = ("female", "male"), ("18_24", "25_35", "no_answer"), ("youth", "women", "media")
MOVES = ("displaced", "resident", "returned")
DAYS_CAME = ((), (1,), (1, 2), (2,), (1, 2), (1,))


@pytest.fixture
def ledger(core: Core) -> list[Played]:
    """Forty people, each their own line, in two activities; some came, some spoke their mind."""
    with core.db.read() as connection:
        first, second = open_activities(connection, NOON)[:2]
    people = [_played(number, first if number % 3 else second) for number in range(40)]
    said = [entry for number, person in enumerate(people) for entry in _turns(number, person)]
    ingest.apply(core.db, VAULT, said, core.settings.values)
    _come(core, people)
    return people


def _played(number: int, activity: Activity) -> Played:
    facts = {"sex": SEXES[number % 2], "age": AGES[number % 3], "group": GROUPS[number % 3]}
    facts |= {"region": ("kayes", "gao")[number % 2], "displacement": MOVES[number % 3], "activity": activity.slug}
    facts["days"] = "".join(map(str, DAYS_CAME[number % len(DAYS_CAME)]))
    facts["score"] = str(1 + number % 5) if number % 4 else ""
    return facts | {"ended": "yes" if number % 8 else ""}


def _turns(number: int, person: Played) -> list[events.TurnEntry]:
    phone = Phone(f"+2237000{number:04d}")
    facts = {name: person[name] for name in ("sex", "age", "group", "region", "displacement")}
    phone.registers(person["activity"], f"Personne {number}", code=str(100_000 + number), **facts)
    key = dialogue_of(phone)
    phone.says(events.DialogueStarted(key, "feedback", "v1", "fr", person["activity"]))
    if person["score"]:
        phone.says(events.Answered(key, "satisfaction", "select_one", person["score"], False))
        if person["ended"]:
            phone.says(events.DialogueEnded(key, "completed"))
    return phone.told


def _come(core: Core, people: list[Played]) -> None:
    with core.db.begin() as connection:
        for slug in {person["activity"] for person in people}:
            number = row_id(connection, slug)
            assert number is not None
            for one in attendance.roll(connection, VAULT, number, ACTIVE):
                person = people[int(one.code) - 100_000]
                for day in person["days"]:
                    attendance.mark(connection, one.registration, int(day), None, NOON)


def test_seats_by_every_fact(core: Core, ledger: list[Played]) -> None:
    found = report(core)
    for name in ("sex", "age", "group", "region", "displacement", "activity"):
        seats = Counter(person[name] for person in ledger)
        came = Counter(person[name] for person in ledger if person["days"])
        assert {v: one.numerator for v, one in found.table("registered", name).items()} == dict(seats)
        told = {v: (one.numerator, one.denominator) for v, one in found.table("present", name).items()}
        assert told == {value: (came[value], seats[value]) for value in seats}


def test_both_days(core: Core, ledger: list[Played]) -> None:
    found = report(core)
    for sex in SEXES:
        first = [person for person in ledger if person["sex"] == sex and "1" in person["days"]]
        both = [person for person in first if "2" in person["days"]]
        value = found.value("both_days", "sex", sex)
        assert (value.numerator, value.denominator) == (len(both), len(first))


def test_reached_of_the_target(core: Core, ledger: list[Played]) -> None:
    """Where a number was published it stands; elsewhere those who came."""
    with core.db.read() as connection:
        aims = {one.slug: one for one in open_activities(connection, NOON)}
    found = report(core).table("reached", "activity")
    for slug, activity in aims.items():
        came = sum(1 for person in ledger if person["activity"] == slug and person["days"])
        expected = came if activity.reached is None else activity.reached
        assert (found[slug].numerator, found[slug].denominator) == (expected, activity.target)


def test_surveys_and_satisfaction(core: Core, ledger: list[Played]) -> None:
    found = report(core)
    done = [person for person in ledger if person["score"] and person["ended"]]
    assert (found.value("completion").numerator, found.value("completion").denominator) == (len(done), len(ledger))
    scores = [int(person["score"]) for person in ledger if person["score"]]
    mean = found.value("satisfaction")
    assert (mean.numerator, mean.denominator) == (sum(scores), len(scores))
    assert found.value("satisfied").numerator == sum(1 for score in scores if score > 3)
    for slug in {person["activity"] for person in ledger}:
        theirs = [int(person["score"]) for person in ledger if person["score"] and person["activity"] == slug]
        assert found.value("satisfaction", "activity", slug).numerator == sum(theirs)
    by_sex = found.table("completion", "sex")
    assert {sex: one.numerator for sex, one in by_sex.items()} == dict(Counter(person["sex"] for person in done))


def test_messages(core: Core, ledger: list[Played]) -> None:
    """Nothing left yet: the outbox of these people waits."""
    assert len(ledger) == 40
    value = report(core).value("delivery")
    assert (value.numerator, value.denominator, value.ratio) == (0, 0, None)


def test_one_activity_and_a_period(core: Core, ledger: list[Played]) -> None:
    slug = ledger[0]["activity"]
    mine = [person for person in ledger if person["activity"] == slug]
    assert report(core, Period(activity=slug)).value("registered").numerator == len(mine)
    with core.db.read() as connection:
        day = next(one.first_day for one in open_activities(connection, NOON) if one.slug == slug)
    assert report(core, Period(since=day, until=day)).value("registered").numerator == len(mine)
    assert report(core, Period(until=day - timedelta(days=400))).value("registered").numerator == 0
    with pytest.raises(UnknownActivity):
        report(core, Period(activity="nowhere"))


def test_splits_add_up_to_the_whole(core: Core, ledger: list[Played]) -> None:
    """Of every indicator, the values of a split add up to its total: nobody is lost and nobody counted twice."""
    assert ledger
    found = report(core)
    alone = {("failed", "reason"), ("drop_off", "question")}  # every one of these has the same denominator
    for key, one in INDICATORS.items():
        for dimension in one.splits:
            values = found.table(key, dimension).values()
            assert sum(value.numerator for value in values) == found.value(key).numerator, (key, dimension)
            if (key, dimension) not in alone and one.measures[1]:
                assert sum(value.denominator or 0 for value in values) == found.value(key).denominator, (
                    key,
                    dimension,
                )


def test_a_snapshot_is_the_report(core: Core, ledger: list[Played]) -> None:
    assert ledger
    now = datetime.now(UTC)
    counted = report(core, now=now)
    assert type(counted).from_json(counted.to_json()) == counted
