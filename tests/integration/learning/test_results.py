"""Which results count: the first of each person, whatever came twice, late, or of two rows that are one person."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from jamakan import events
from jamakan.core import Core
from jamakan.events import TurnEntry
from jamakan.learning import choosing
from jamakan.programme.activities import Activity
from jamakan.store import ingest
from jamakan.store.learning import pairs
from jamakan.store.models import KnowledgeResult, Participant, Quarantined
from jamakan.store.people import erasing, merging
from jamakan.store.profiles import profile
from tests.support.rows import column, count, rows
from tests.support.stories import NOON, VAULT, Phone

COUNTED = select(KnowledgeResult.dialogue_key).where(KnowledgeResult.counted).order_by(KnowledgeResult.id)


@pytest.fixture
def activity(core: Core, kayes: Activity) -> Activity:
    choosing.choose(core, kayes.slug)
    return kayes


def takes(
    core: Core,
    phone: Phone,
    dialogue: str,
    activity: Activity,
    phase: str = "before",
    marks: str = "110000000",
    at: datetime | None = None,
    **other: str,
) -> TurnEntry:
    """The last turn of a test taken by the person of the phone's seat."""
    taken = {
        "test.seat": "100001",
        "test.phase": phase,
        "test.activity": activity.slug,
        "version": core.book.current("citizenship").version,
        "marks": marks,
        "language": "fr",
    }
    return phone.says(events.Performed(dialogue, "test_taken", "", taken | other), at=at)


def store(core: Core, *entries: TurnEntry) -> None:
    ingest.apply(core.db, VAULT, entries, core.settings.values)


@pytest.fixture
def awa(core: Core, activity: Activity) -> Phone:
    """Awa, with a seat in Kayes."""
    phone = Phone("+22370000001")
    store(core, phone.registers(activity.slug, "Awa Traoré", sex="female", code="100001"))
    return phone


def test_the_first_one_counts_and_the_others_are_kept(core: Core, awa: Phone, activity: Activity) -> None:
    later = takes(core, awa, "second", activity, at=NOON + timedelta(hours=2))
    sooner = takes(core, awa, "first", activity, at=NOON + timedelta(hours=1))
    store(core, later)
    assert column(core.db, COUNTED) == ["second"]
    store(core, sooner, sooner, takes(core, awa, "after", activity, "after"))
    assert sorted(column(core.db, COUNTED)) == ["after", "first"]
    assert count(core.db, KnowledgeResult) == 3


def test_told_twice_it_is_one(core: Core, awa: Phone, activity: Activity) -> None:
    entry = takes(core, awa, "first", activity)
    for _ in range(2):
        store(core, entry)
    store(core, takes(core, awa, "first", activity))  # the same dialogue by another turn
    assert count(core.db, KnowledgeResult) == 1


def test_another_line_cannot_take_it_for_her(core: Core, awa: Phone, activity: Activity) -> None:
    stranger = Phone("+22366000002")
    store(core, takes(core, stranger, "theirs", activity))
    assert count(core.db, KnowledgeResult) == 0


@pytest.mark.parametrize("wrong", [{"marks": ""}, {"marks": "12"}, {"test.phase": "during"}])
def test_a_result_that_says_nothing_goes_aside(
    core: Core, awa: Phone, activity: Activity, wrong: dict[str, str]
) -> None:
    store(core, takes(core, awa, "first", activity, **wrong))
    assert count(core.db, KnowledgeResult) == 0
    assert count(core.db, Quarantined) == 1


def test_phones_are_told_what_was_taken(core: Core, awa: Phone, activity: Activity) -> None:
    for phase in ("after", "before"):
        store(core, takes(core, awa, phase, activity, phase))
    with core.db.read() as connection:
        found = profile(connection, awa.ref, datetime.now(UTC))
    assert found is not None
    assert [seat.tested for seat in found.seats] == ["before after"]


def test_two_rows_that_are_one_person_have_one_result(core: Core, awa: Phone, activity: Activity) -> None:
    other = Phone("+22366000002", start=NOON + timedelta(hours=3))
    store(core, other.registers(activity.slug, "Awa Traore", sex="female", code="100001"))
    store(core, takes(core, awa, "hers", activity), takes(core, other, "hers again", activity))
    assert len(column(core.db, COUNTED)) == 2
    keep, drop = column(core.db, select(Participant.id).order_by(Participant.id))
    line = column(core.db, select(Participant.contact_id).where(Participant.id == keep))[0]
    with core.db.begin() as connection:
        merging.merge(connection, VAULT, keep, drop, line, datetime.now(UTC))
    assert column(core.db, COUNTED) == ["hers"]
    assert set(column(core.db, select(KnowledgeResult.participant_id))) == {keep}


def test_who_is_erased_stays_counted_and_is_nobody(core: Core, awa: Phone, activity: Activity) -> None:
    store(core, takes(core, awa, "first", activity))
    (person,) = column(core.db, select(Participant.id))
    with core.db.begin() as connection:
        erasing.erase(connection, VAULT, person, datetime.now(UTC))
    assert column(core.db, COUNTED) == ["first"]
    version = core.book.current("citizenship").version
    with core.db.read() as connection:
        assert [one.people for one in pairs.marks(connection, version, by="region")] == [1]
    assert rows(core.db, select(Participant.name, Participant.region)) == [(None, "")]


def test_a_version_is_counted_by_each_dimension(core: Core, awa: Phone, activity: Activity) -> None:
    store(core, takes(core, awa, "first", activity), takes(core, awa, "last", activity, "after", "111111111"))
    version = core.book.current("citizenship").version
    expected = {"sex": "female", "activity": activity.slug, "language": "fr", "kind": "ussd"}
    with core.db.read() as connection:
        for by in pairs.DIMENSIONS:
            (found,) = pairs.marks(connection, version, activity.slug, by)
            assert (found.before, found.after, found.people) == ("110000000", "111111111", 1)
            assert found.value == expected.get(by, found.value), by
            assert pairs.seats(connection, version, activity.slug, by) is not None
        assert pairs.marks(connection, version, "elsewhere") == []
        assert [one.results for one in pairs.versions(connection)] == [2]
        assert pairs.activities(connection, version) == [activity.slug]
