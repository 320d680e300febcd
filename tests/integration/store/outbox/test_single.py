"""Messages to one person: attempts first, tokens, the most urgent one, and who gets none."""

from datetime import timedelta

from sqlalchemy import select

from jamakan import events
from jamakan.store import ingest, outbox
from jamakan.store.database import Database
from jamakan.store.models import Message
from tests.support.outbox import AT, RULES, SOON, change, numbers, queue, single, states, taken
from tests.support.rows import column, rows
from tests.support.stories import VAULT, Phone
from tests.support.together import together


def test_the_attempt_is_committed_before_anybody_is_called(db: Database, awa: Phone) -> None:
    queue(db, awa, ("confirmation", "Bonjour"))
    claim = taken(single(db))
    (message,) = claim.messages
    assert (message.phone, message.ref, claim.body, message.attempts) == (awa.number, awa.ref, "Bonjour", 1)
    assert rows(db, select(Message.state, Message.attempt, Message.attempted_at)) == [("sending", "t1", SOON)]
    assert single(db, token="t2") is None


def test_replies_leave_first_and_follow_ups_last(db: Database, awa: Phone) -> None:
    queue(db, awa, ("followup", "2"), ("reply", "0"), ("confirmation", "1"), ("reply", "0 bis"))
    assert [taken(single(db)).body for _ in range(4)] == ["0", "0 bis", "1", "2"]


def test_one_call_takes_one_text_and_each_number_once(db: Database, awa: Phone, moussa: Phone) -> None:
    queue(db, awa, ("reply", "Aide"), ("reply", "Autre"), ("reply", "Aide"))
    queue(db, moussa, ("reply", "Aide"))
    claim = taken(single(db))
    assert [message.phone for message in claim.messages] == [awa.number, moussa.number]
    assert taken(single(db)).body == "Autre"


def test_no_more_than_a_call_may_hold(db: Database) -> None:
    for number in range(5):
        queue(db, Phone(f"+2237000001{number}"), ("reply", "Aide"))
    assert [len(taken(single(db, most=2)).messages) for _ in range(3)] == [2, 2, 1]


def test_too_late_and_unwanted_messages_are_put_away(db: Database, awa: Phone, fatou: Phone) -> None:
    queue(db, awa, ("followup", "hier"), expires_at=SOON)
    queue(db, awa, ("followup", "demain"), expires_at=SOON + timedelta(days=1))
    queue(db, fatou, ("confirmation", "place"), ("reply", "STOP noté"))
    ingest.apply(db, VAULT, [fatou.says(events.OptedOut())])
    assert [taken(single(db)).body for _ in range(2)] == ["STOP noté", "demain"]
    assert single(db) is None
    assert states(db) == [
        ("expired", "too late to be of use"),
        ("sending", ""),
        ("skipped", "opted_out"),
        ("sending", ""),
    ]


def test_a_page_of_late_messages_does_not_hide_the_good_one_behind(db: Database, awa: Phone) -> None:
    queue(db, awa, *(("reply", f"late {n}") for n in range(50)), expires_at=SOON)
    queue(db, awa, ("followup", "good"))
    assert taken(single(db)).body == "good"


def test_a_message_waits_for_its_hour_and_its_channel(db: Database, awa: Phone) -> None:
    queue(db, awa, ("reply", "later"))
    change(db, Message, not_before=SOON + timedelta(hours=1))
    with db.read() as connection:
        assert not outbox.single_due(connection, AT, SOON)
        assert outbox.single_due(connection, AT, SOON + timedelta(hours=1))
    assert single(db) is None
    assert single(db, now=SOON + timedelta(hours=1), channel="orange") is None
    assert len(numbers(taken(single(db, now=SOON + timedelta(hours=1))))) == 1


def test_follow_ups_wait_for_the_opening_and_answers_do_not(db: Database, awa: Phone) -> None:
    night = SOON.replace(hour=22)
    morning = (night + timedelta(days=1)).replace(hour=8, minute=0)
    queue(db, awa, ("followup", "demain"), ("confirmation", "place"))
    queue(db, awa, ("followup", "ce soir"), expires_at=morning)
    assert taken(single(db, now=night)).body == "place"
    assert single(db, now=night) is None
    waiting = rows(db, select(Message.state, Message.reason, Message.not_before).order_by(Message.id))
    assert waiting[0] == ("queued", "outside the hours", morning)
    assert waiting[2][:2] == ("expired", "outside the hours")
    assert taken(single(db, now=morning)).body == "demain"
    assert RULES.hours.is_open(morning)


def test_two_senders_never_claim_the_same_message(db: Database) -> None:
    for number in range(40):
        queue(db, Phone(f"+223700001{number:02}"), ("reply", "Merci"))

    def claim_all(number: int) -> list[int]:
        claimed: list[int] = []
        while found := single(db, most=3, token=f"t{number}"):
            claimed += numbers(taken(found))
        return claimed

    claimed = [number for some in together(4, claim_all) for number in some]
    assert sorted(claimed) == sorted(column(db, select(Message.id)))
    assert set(column(db, select(Message.attempts))) == {1}
