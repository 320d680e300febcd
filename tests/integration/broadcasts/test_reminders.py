"""A reminder reaches each line once, whoever asks and however often."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from jamakan import events, reminders
from jamakan.broadcasts import decisions
from jamakan.core import Core
from jamakan.programme.broadcasts import BroadcastError
from jamakan.reminders import Reminder
from jamakan.store.messages import SENT
from jamakan.store.models import Activity, Broadcast, Message
from tests.support import bulk
from tests.support.rows import column, count
from tests.support.together import together

TEXTS = {"fr": "Rappel {name} : {activity}, code {code}", "en": "Reminder {name}: {activity}, code {code}"}


@pytest.fixture
def registered(core: Core) -> Core:
    """Awa registered herself and Sira on her phone, Moussa speaks English, Fatou stopped messages."""
    awa = bulk.registered(core, 1, "Awa", code="111111")
    awa.registers(bulk.coming(core), "Sira", code="222222")
    moussa = bulk.registered(core, 2, "Moussa", code="333333")
    moussa.says(events.LanguageSet("en"))
    fatou = bulk.registered(core, 3, "Fatou")
    fatou.says(events.OptedOut())
    bulk.store(core, awa, moussa, fatou)
    return core


def remind(core: Core, texts: dict[str, str] = TEXTS) -> Reminder:
    return reminders.remind(core, bulk.coming(core), texts)


def carried(core: Core, broadcast_id: int) -> None:
    """The send worker hands over all of it."""
    with core.db.begin() as connection:
        connection.execute(update(Message).where(Message.broadcast_id == broadcast_id).values(state=SENT))
    bulk.office(core)


def test_each_line_gets_one_message_in_its_language_with_the_names_of_all_it_reaches(registered: Core) -> None:
    made = remind(registered).broadcast
    assert bulk.office(registered) == 2
    assert bulk.written(registered, made.id) == {
        bulk.phone(1).number: "Rappel Awa et Sira : Kayes, code 111111, 222222",
        bulk.phone(2).number: "Reminder Moussa: Kayes, code 333333",
    }
    assert decisions.look(registered, made.id).excluded == {"same_line": 1, "opted_out": 1}


def test_asking_again_adds_only_those_registered_since(registered: Core) -> None:
    first = remind(registered).broadcast
    assert bulk.office(registered) == 2
    carried(registered, first.id)
    assert bulk.state(registered, first.id) == "done"
    bulk.registered(registered, 4, "Oumou")

    again = remind(registered)

    assert (again.broadcast.id, again.again) == (first.id, True)
    assert bulk.office(registered) == 1
    assert len(bulk.written(registered, first.id)) == 3
    other = remind(registered, {"fr": "Autre texte"}).broadcast
    assert (other.id == first.id, bulk.office(registered)) == (False, 3)


def test_who_registers_while_it_is_being_sent_gets_it_by_asking_again(registered: Core) -> None:
    first = remind(registered).broadcast
    bulk.office(registered)
    bulk.registered(registered, 4, "Oumou")
    assert remind(registered).broadcast.state == "sending"
    assert bulk.office(registered) == 1
    assert len(bulk.written(registered, first.id)) == 3


def test_several_people_asking_at_once_send_once(registered: Core) -> None:
    together(4, lambda _number: remind(registered))
    together(2, lambda _number: bulk.office(registered))
    assert count(registered.db, Broadcast) == 1
    assert len(column(registered.db, select(Message.id).where(Message.broadcast_id.is_not(None)))) == 2


def test_a_reminder_is_worth_nothing_once_the_activity_began(registered: Core) -> None:
    remind(registered)
    bulk.office(registered)
    (begins,) = column(registered.db, select(Activity.starts_at).where(Activity.slug == bulk.coming(registered)))
    expiry = select(Message.expires_at).where(Message.broadcast_id.is_not(None)).distinct()
    assert column(registered.db, expiry) == [begins]
    with pytest.raises(BroadcastError, match="has begun"):
        reminders.remind(registered, "bamako-2025-12-17", {"fr": "Rappel"})


@pytest.mark.parametrize(
    ("activity", "texts", "problem"),
    [
        ("nowhere", {"fr": "Rappel"}, "no activity 'nowhere'"),
        ("", {"en": "Hi"}, "no text in French"),
        ("", {"fr": " "}, "no text in French"),
        ("", {"fr": "{nom}"}, "a placeholder {nom} that nothing fills"),
    ],
)
def test_what_cannot_be_sent_is_refused_with_the_reason(
    registered: Core, activity: str, texts: dict[str, str], problem: str
) -> None:
    with pytest.raises(BroadcastError, match=problem):
        reminders.remind(registered, activity or bulk.coming(registered), texts)
    assert count(registered.db, Broadcast) == 0


def test_people_waiting_for_a_seat_are_not_reminded(core: Core) -> None:
    with core.db.begin() as connection:
        connection.execute(update(Activity).where(Activity.slug == bulk.coming(core)).values(seats=0))
    bulk.registered(core, 1)
    remind(core)
    assert bulk.office(core) == 0


def test_outside_the_hours_it_waits_for_them(registered: Core) -> None:
    hour = datetime.now(UTC)
    closed = bulk.with_settings(
        registered, send_from="00:00", send_until="23:59", no_send_days=(f"{hour:%Y-%m-%d}", f"{hour + DAY:%Y-%m-%d}")
    )
    assert remind(closed).broadcast.state == "scheduled"
    assert remind(closed).again
    assert bulk.office(closed) == 0


DAY = timedelta(days=1)


def test_a_large_one_waits_for_a_second_person_and_needs_a_name(registered: Core) -> None:
    house = bulk.with_settings(registered, approval_over=1)
    with pytest.raises(BroadcastError, match="say who you are"):
        remind(house)
    named = reminders.remind(house, bulk.coming(house), {"fr": "Rappel"}, by="Awa").broadcast
    assert named.state == "waiting"
    decisions.approve(house, named.id, by="Fanta")
    assert bulk.office(house) == 2


@pytest.mark.parametrize(("event", "words"), [("pause", "is paused .trop tôt.: .* resume"), ("stop", "was stopped")])
def test_one_that_was_paused_or_stopped_is_not_sent_by_asking_again(registered: Core, event: str, words: str) -> None:
    made = remind(registered).broadcast
    getattr(decisions, event)(registered, made.id, by="Fanta", reason="trop tôt")
    with pytest.raises(BroadcastError, match=words):
        remind(registered)
