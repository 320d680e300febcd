"""Messages on their way out: attempts first, tokens, and no second sending of what may have left."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from jamakan import events
from jamakan.channels.outcomes import Failed, Outcome, Retry, Sent, Skipped, Uncertain
from jamakan.events import Report
from jamakan.store import ingest, messages, outbox
from jamakan.store.database import Database
from jamakan.store.messages import Draft
from jamakan.store.models import Contact, DeliveryReport, Message
from jamakan.store.outbox import Outgoing
from tests.support.rows import column, rows
from tests.support.stories import NOON, VAULT, Phone

AT = "africastalking"
SOON = NOON + timedelta(minutes=1)


def queue(db: Database, phone: Phone, *drafts: tuple[str, str], **more: datetime) -> None:
    """Queue texts for a line, as (purpose, text)."""
    ingest.apply(db, VAULT, [phone.says()])
    with db.begin() as connection:
        contact = connection.execute(select(Contact.id).where(Contact.ref == phone.ref)).scalar_one()
        written = [
            Draft(f"{phone.number}{text}", contact, AT, purpose, text, NOON, **more) for purpose, text in drafts
        ]
        messages.write(connection, [messages.outgoing(VAULT, draft) for draft in written])


def claim(db: Database, token: str, now: datetime = SOON, limit: int = 10) -> list[Outgoing]:
    return outbox.claim(db, VAULT, channel=AT, now=now, limit=limit, token=token)


def report(provider_id: str, state: str, status: str = "", reason: str = "") -> Report:
    return Report(AT, provider_id, state, status or state, reason, at=SOON.timestamp())


def states(db: Database) -> list[tuple[str, str]]:
    return [(state, reason) for state, reason in rows(db, select(Message.state, Message.reason).order_by(Message.id))]


def test_the_attempt_is_committed_before_anybody_is_called(db: Database, awa: Phone) -> None:
    queue(db, awa, ("confirmation", "Bonjour"))
    (message,) = claim(db, "t1")
    assert (message.phone, message.body, message.attempts) == (awa.number, "Bonjour", 1)
    assert rows(db, select(Message.state, Message.attempt, Message.attempted_at)) == [("sending", "t1", SOON)]
    assert claim(db, "t2") == []


def test_replies_leave_first_and_broadcasts_last(db: Database, awa: Phone) -> None:
    queue(db, awa, ("broadcast", "3"), ("followup", "2"), ("reply", "0"), ("confirmation", "1"), ("reply", "0 bis"))
    assert [message.body for message in claim(db, "t1", limit=4)] == ["0", "0 bis", "1", "2"]
    assert [message.body for message in claim(db, "t2")] == ["3"]


def test_equal_texts_have_equal_digests_and_others_not(db: Database, awa: Phone, moussa: Phone) -> None:
    queue(db, awa, ("broadcast", "Demain 9h"), ("broadcast", "Autre"))
    queue(db, moussa, ("broadcast", "Demain 9h"))
    first, other, second = claim(db, "t1")
    assert first.digest == second.digest != other.digest


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Sent("ATXid_1", parts=1, cost_micros=8_000_000, currency="XOF"), ("sent", "")),
        (Failed("InvalidPhoneNumber"), ("failed", "InvalidPhoneNumber")),
        (Retry("429", seconds=300), ("queued", "429")),
        (Uncertain("read time-out"), ("uncertain", "read time-out")),
        (Skipped("opted_out"), ("skipped", "opted_out")),
    ],
)
def test_what_became_of_an_attempt(db: Database, awa: Phone, outcome: Outcome, state: tuple[str, str]) -> None:
    queue(db, awa, ("confirmation", "Bonjour"))
    (message,) = claim(db, "t1")
    assert outbox.record(db, "t1", {message.id: outcome}, SOON) == 1
    assert states(db) == [state]
    assert claim(db, "t2", SOON + timedelta(minutes=4)) == []
    retried = [message.attempts for message in claim(db, "t3", SOON + timedelta(minutes=5))]
    assert retried == ([2] if isinstance(outcome, Retry) else [])


def test_a_call_for_many_people_is_recorded_for_each(db: Database, awa: Phone) -> None:
    queue(db, awa, *(("broadcast", f"n° {number}") for number in range(6)))
    first, second, third, fourth, fifth, _ = (message.id for message in claim(db, "t1"))
    outcomes = {
        first: Sent("ATXid_1", parts=1, cost_micros=8_000_000, currency="XOF"),
        second: Failed("UserInBlacklist"),
        third: Sent("ATXid_3"),
        fourth: Failed("InvalidSenderId", configuration=True),
        fifth: Uncertain("read time-out"),
    }
    assert outbox.record(db, "t1", outcomes, SOON) == 5
    assert [state for state, _ in states(db)] == ["sent", "failed", "sent", "failed", "uncertain", "sending"]
    assert rows(db, select(Message.provider_id, Message.permanent, Message.cost_micros).order_by(Message.id))[:4] == [
        ("ATXid_1", False, 8_000_000),
        ("", True, None),
        ("ATXid_3", False, None),
        ("", False, None),
    ]


def test_another_token_may_not_speak_of_an_attempt(db: Database, awa: Phone) -> None:
    queue(db, awa, ("confirmation", "Bonjour"))
    claim(db, "t1")
    assert outbox.record(db, "t2", {1: Sent("x")}, SOON) == 0
    assert states(db) == [("sending", "")]


def test_an_attempt_nobody_speaks_for_becomes_uncertain_and_is_not_sent_again(db: Database, awa: Phone) -> None:
    queue(db, awa, ("confirmation", "Bonjour"))
    claim(db, "t1")
    assert outbox.sweep(db, SOON + timedelta(seconds=59), timedelta(minutes=1)) == 0
    assert outbox.sweep(db, SOON + timedelta(seconds=61), timedelta(minutes=1)) == 1
    assert states(db) == [("uncertain", "no outcome recorded")]
    assert claim(db, "t2", SOON + timedelta(hours=1)) == []

    assert outbox.record(db, "t1", {1: Sent("ATXid_1")}, SOON) == 1  # the worker was slow, not dead
    assert states(db) == [("sent", "")]


def test_only_a_person_sends_an_uncertain_or_failed_message_again(db: Database, awa: Phone) -> None:
    queue(db, awa, ("confirmation", "Bonjour"), ("confirmation", "Bonsoir"), ("confirmation", "Bonne nuit"))
    first, second, third = (message.id for message in claim(db, "t1"))
    outbox.record(db, "t1", {first: Uncertain("cut"), second: Failed("refused"), third: Sent("ATXid")}, SOON)
    assert outbox.resend(db, [first, second, third, 999], SOON) == 2
    assert [message.id for message in claim(db, "t2")] == [first, second]


def test_too_late_and_unwanted_messages_are_put_away(db: Database, awa: Phone, fatou: Phone) -> None:
    queue(db, awa, ("broadcast", "hier"), expires_at=SOON)
    queue(db, awa, ("broadcast", "demain"), expires_at=SOON + timedelta(days=1))
    queue(db, fatou, ("confirmation", "place"), ("reply", "STOP noté"))
    ingest.apply(db, VAULT, [fatou.says(events.OptedOut())])
    assert [message.body for message in claim(db, "t1")] == ["STOP noté", "demain"]
    assert states(db) == [
        ("expired", "too late to be of use"),
        ("sending", ""),
        ("skipped", "opted_out"),
        ("sending", ""),
    ]


def test_a_page_of_late_messages_does_not_hide_the_good_one_behind(db: Database, awa: Phone) -> None:
    queue(db, awa, *(("reply", f"late {n}") for n in range(3)), expires_at=SOON)
    queue(db, awa, ("broadcast", "good"))
    assert [message.body for message in claim(db, "t1", limit=2)] == ["good"]


def test_a_message_waits_for_its_hour(db: Database, awa: Phone) -> None:
    queue(db, awa, ("broadcast", "later"))
    with db.begin() as connection:
        connection.execute(update(Message).values(not_before=SOON + timedelta(hours=1)))
        assert outbox.waiting(connection, SOON) == 0
    assert claim(db, "t1") == []
    assert len(claim(db, "t1", SOON + timedelta(hours=1))) == 1


def sent(db: Database, awa: Phone) -> None:
    """One message the carrier took, as ATXid_1."""
    queue(db, awa, ("confirmation", "Bonjour"))
    claim(db, "t1")
    outbox.record(db, "t1", {1: Sent("ATXid_1")}, SOON)


def test_the_first_final_report_wins(db: Database, awa: Phone) -> None:
    sent(db, awa)
    ingest.apply(db, VAULT, [report("ATXid_1", "sent", "Buffered")])
    assert states(db) == [("sent", "")]
    ingest.apply(db, VAULT, [report("ATXid_1", "delivered", "Success"), report("ATXid_1", "failed", "Failed")])
    ingest.apply(db, VAULT, [report("ATXid_1", "failed", "Expired"), report("ATXid_1", "sent", "Sent")])
    assert states(db) == [("delivered", "Success")]
    assert len(column(db, select(DeliveryReport.id))) == 5


def test_a_failure_says_why(db: Database, awa: Phone) -> None:
    sent(db, awa)
    ingest.apply(db, VAULT, [report("ATXid_1", "failed", "Failed", "AbsentSubscriber")])
    assert rows(db, select(Message.state, Message.reason, Message.final_at)) == [("failed", "AbsentSubscriber", SOON)]


def test_a_report_may_come_before_the_answer_to_the_call(db: Database, awa: Phone) -> None:
    queue(db, awa, ("confirmation", "Bonjour"))
    claim(db, "t1")
    ingest.apply(db, VAULT, [report("ATXid_1", "delivered", "Success")])
    assert states(db) == [("sending", "")]
    outbox.record(db, "t1", {1: Sent("ATXid_1")}, SOON)
    assert states(db) == [("delivered", "Success")]


def test_the_same_report_twice_is_kept_once(db: Database, awa: Phone) -> None:
    sent(db, awa)
    first = ingest.apply(db, VAULT, [report("ATXid_1", "delivered"), report("ATXid_1", "delivered")])
    again = ingest.apply(db, VAULT, [report("ATXid_1", "delivered")])
    assert (first.fresh, again.fresh) == (1, 0)


def test_a_word_nobody_documented_is_kept_and_changes_nothing(db: Database, awa: Phone) -> None:
    sent(db, awa)
    ingest.apply(db, VAULT, [report("ATXid_1", "", "Teleported")])
    assert states(db) == [("sent", "")]
    assert rows(db, select(DeliveryReport.status, DeliveryReport.message_id)) == [("Teleported", 1)]


def test_a_report_that_missed_its_message_is_joined_by_the_sweeper(db: Database, awa: Phone) -> None:
    """The report's transaction and the one recording the send ran side by side and saw nothing of each other."""
    sent(db, awa)
    ingest.apply(db, VAULT, [report("ATXid_1", "delivered", "Success")])
    with db.begin() as connection:
        connection.execute(update(DeliveryReport).values(message_id=None))
        connection.execute(update(Message).values(state="sent", reason=""))
    outbox.sweep(db, SOON, timedelta(minutes=1))
    assert states(db) == [("delivered", "Success")]
