"""A reminder reaches each line once, whoever asks and however often."""

import pytest
from sqlalchemy import select, update

from jamakan import events
from jamakan.channels.outcomes import Failed, Sent
from jamakan.store import broadcasts, ingest, outbox
from jamakan.store.broadcasts import BroadcastError
from jamakan.store.database import Database
from jamakan.store.models import Activity, Broadcast, Message
from tests.support.rows import column, count
from tests.support.rows import outbox as sent_to
from tests.support.stories import NOON, VAULT, Phone
from tests.support.together import together

KAYES, MOPTI = "kayes-2026-11-26", "mopti-2026-11-30"
TEXTS = {"fr": "Rappel : jeudi 9h", "en": "Reminder: Thursday 9 am"}


@pytest.fixture
def registered(programme: Database, awa: Phone, moussa: Phone, fatou: Phone) -> Database:
    """Awa registered twice on her phone, Moussa speaks English, Fatou stopped messages."""
    awa.registers(KAYES, "Awa")
    awa.registers(KAYES, "Sira")
    moussa.says(events.LanguageSet("en"))
    moussa.registers(KAYES, "Moussa")
    fatou.registers(KAYES, "Fatou")
    fatou.says(events.OptedOut())
    ingest.apply(programme, VAULT, [*awa.told, *moussa.told, *fatou.told])
    return programme


def remind(db: Database, texts: dict[str, str] = TEXTS, activity: str = KAYES) -> broadcasts.Reminder:
    return broadcasts.remind(db, VAULT, activity, texts, NOON)


def test_a_dry_run_says_who_and_who_not_and_why(registered: Database, awa: Phone, moussa: Phone) -> None:
    with registered.read() as connection:
        audience = broadcasts.audience(connection, KAYES)
    assert [(one.ref, one.language) for one in audience.recipients] == [(awa.ref, ""), (moussa.ref, "en")]
    assert audience.excluded == {"same_line": 1, "opted_out": 1}
    assert count(registered, Broadcast) == 0


def test_each_line_gets_one_message_in_its_language(
    registered: Database, awa: Phone, moussa: Phone, fatou: Phone
) -> None:
    reminder = remind(registered)
    assert (reminder.queued, reminder.already, reminder.excluded) == (2, 0, {"same_line": 1, "opted_out": 1})
    assert sent_to(registered, awa)[-1] == "Rappel : jeudi 9h"
    assert sent_to(registered, moussa)[-1] == "Reminder: Thursday 9 am"
    assert "Rappel : jeudi 9h" not in sent_to(registered, fatou)


def test_asking_again_adds_only_those_registered_since(registered: Database) -> None:
    first = remind(registered)
    late = Phone("+22370000004")
    late.registers(KAYES, "Oumou")
    ingest.apply(registered, VAULT, late.told)

    again = remind(registered)

    assert (again.broadcast_id, again.queued, again.already) == (first.broadcast_id, 1, 2)
    assert (remind(registered).queued, remind(registered, {"fr": "Autre texte"}).queued) == (0, 3)


def test_two_people_asking_at_once_send_once(registered: Database) -> None:
    together(4, lambda _number: remind(registered))
    assert count(registered, Broadcast) == 1
    assert len(column(registered, select(Message.id).where(Message.broadcast_id.is_not(None)))) == 2


def test_progress_is_counted_by_state_and_ends(registered: Database) -> None:
    reminder = remind(registered)
    claimed = outbox.claim(registered, VAULT, channel="africastalking", now=NOON, limit=100, token="t1")
    ours = [message.id for message in claimed if message.purpose == "broadcast"]
    outbox.record(registered, "t1", {ours[0]: Sent("ATXid_1")}, NOON)
    with registered.read() as connection:
        assert broadcasts.counts(connection, reminder.broadcast_id) == {"sent": 1, "sending": 1}
    assert broadcasts.close_finished(registered) == 0
    outbox.record(registered, "t1", {ours[1]: Failed("UserInBlacklist")}, NOON)
    assert broadcasts.close_finished(registered) == 1
    assert column(registered, select(Broadcast.state)) == ["done"]


def test_a_reminder_is_worth_nothing_once_the_activity_began(registered: Database) -> None:
    remind(registered)
    expiry = select(Message.expires_at).where(Message.broadcast_id.is_not(None)).distinct()
    assert [moment.isoformat() for moment in column(registered, expiry)] == ["2026-11-26T09:00:00+00:00"]
    with pytest.raises(BroadcastError, match="has begun"):
        remind(registered, activity="bamako-2025-12-17")


@pytest.mark.parametrize(
    ("activity", "texts", "problem"),
    [
        ("nowhere", TEXTS, "no activity 'nowhere'"),
        (KAYES, {"en": "Hi"}, "no text in French"),
        (KAYES, {"fr": " "}, "French"),
    ],
)
def test_what_cannot_be_sent_is_refused_with_the_reason(
    registered: Database, activity: str, texts: dict[str, str], problem: str
) -> None:
    with pytest.raises(BroadcastError, match=problem):
        remind(registered, texts, activity)
    assert count(registered, Broadcast) == 0


def test_people_waiting_for_a_seat_are_not_reminded(registered: Database, awa: Phone) -> None:
    with registered.begin() as connection:
        connection.execute(update(Activity).where(Activity.slug == MOPTI).values(seats=0))
    ingest.apply(registered, VAULT, [awa.registers(MOPTI, "Awa")])
    assert remind(registered, activity=MOPTI).queued == 0
