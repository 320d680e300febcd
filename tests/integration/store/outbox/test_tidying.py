"""What nobody speaks for any more, and what a person decides about it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from jamakan.channels.outcomes import Failed, Sent, Uncertain
from jamakan.programme import broadcasts as life
from jamakan.store import channel_states, outbox
from jamakan.store.database import Database
from jamakan.store.models import Broadcast, Message
from tests.support.outbox import SOON, all_of, broadcast, bulk, change, queue, record, send_to, single, states, taken
from tests.support.rows import column
from tests.support.stories import Phone

MINUTE = timedelta(minutes=1)


def test_an_attempt_nobody_speaks_for_becomes_uncertain_and_is_not_sent_again(db: Database, awa: Phone) -> None:
    queue(db, awa, ("confirmation", "Bonjour"))
    claim = taken(single(db))
    with db.read() as connection:
        assert [outbox.stuck(connection, before) for before in (SOON, SOON + MINUTE)] == [False, True]
    assert outbox.give_up(db, SOON) == 0
    assert outbox.give_up(db, SOON + MINUTE) == 1
    assert states(db) == [("uncertain", "no outcome recorded")]
    assert single(db, now=SOON + timedelta(hours=1)) is None

    assert record(db, claim, {1: Sent("ATXid_1")}).written == 1  # the worker was slow, not dead
    assert states(db) == [("sent", "")]


def test_what_staff_wait_for_no_longer_may_still_be_told(db: Database, awa: Phone) -> None:
    queue(db, awa, ("confirmation", "Bonjour"))
    claim = taken(single(db))
    outbox.give_up(db, SOON + MINUTE)
    with db.begin() as connection:
        assert outbox.leave(connection, [1]) == [1]
    assert record(db, claim, {1: Sent("ATXid_1")}).written == 1
    assert states(db) == [("sent", "")]


def test_only_a_person_sends_an_uncertain_or_failed_message_again(db: Database, awa: Phone) -> None:
    queue(db, awa, ("confirmation", "Bonjour"), ("confirmation", "Bonsoir"), ("confirmation", "Bonne nuit"))
    for fate in (Uncertain("cut"), Failed("refused"), Sent("ATXid")):
        claim = taken(single(db))
        record(db, claim, all_of(claim, fate))
    with db.begin() as connection:
        assert outbox.resend(connection, [1, 2, 3, 999], SOON) == [1, 2]
    assert [taken(single(db)).body for _ in range(2)] == ["Bonjour", "Bonsoir"]
    assert column(db, select(Message.attempts).order_by(Message.id)) == [2, 2, 1]


@pytest.mark.parametrize(
    ("state", "again", "then"),
    [("done", 1, "sending"), ("sending", 1, "sending"), ("paused", 1, "paused"), ("stopped", 0, "stopped")],
)
def test_a_message_of_a_broadcast_is_sent_again_by_its_broadcast(
    db: Database, awa: Phone, state: str, again: int, then: str
) -> None:
    ours = broadcast(db)
    send_to(db, ours, [awa])
    claim = taken(bulk(db, ours))
    record(db, claim, all_of(claim, Uncertain("cut")))
    change(db, Broadcast, state=state)
    with db.begin() as connection:
        assert len(outbox.resend(connection, [1], SOON)) == again
    assert column(db, select(Broadcast.state)) == [then]
    assert (bulk(db, ours) is not None) == (then == life.SENDING)


def test_nobody_said_in_three_days_what_became_of_it(db: Database, awa: Phone) -> None:
    queue(db, awa, ("confirmation", "Bonjour"), ("confirmation", "Bonsoir"))
    for number in range(2):
        claim = taken(single(db))
        record(db, claim, all_of(claim, Sent(f"id{number}")), SOON + timedelta(hours=number))
    assert outbox.stop_waiting_for_reports(db, SOON + timedelta(hours=72)) == 0
    assert outbox.stop_waiting_for_reports(db, SOON + timedelta(hours=72, minutes=1)) == 1
    assert states(db) == [("unreported", "no report in 72 h"), ("sent", "")]


def test_messages_of_a_channel_that_is_no_more_leave_by_the_first_one(db: Database, awa: Phone) -> None:
    ours = broadcast(db)
    queue(db, awa, ("reply", "Bonjour"), channel="retired")
    queue(db, awa, ("reply", "Bonsoir"), channel="android")
    send_to(db, ours, [awa], channel="simulator")
    assert outbox.adopt(db, ("africastalking", "android")) == 2
    assert outbox.adopt(db, ("africastalking", "android")) == 0
    assert taken(single(db)).body == "Bonjour"
    assert bulk(db, ours) is not None
    assert column(db, select(Message.channel).order_by(Message.id)) == ["africastalking", "android", "africastalking"]


def test_a_stopped_channel_is_tried_by_one(db: Database) -> None:
    later = SOON + timedelta(minutes=15)
    with db.begin() as connection:
        channel_states.stop(connection, "orange", "no money", SOON, later)
        channel_states.stop(connection, "orange", "no money left", SOON + MINUTE, later)
        seen = channel_states.stopped(connection)["orange"]
        assert (seen.reason, seen.since, seen.retry_at) == ("no money left", SOON, later)
        assert not seen.may_try(later - MINUTE)
        assert seen.may_try(later)
        takes = [channel_states.take_try(connection, "orange", seen, later + MINUTE) for _ in range(2)]
        assert takes == [True, False]
        assert channel_states.reopen(connection, ["orange", "android"]) == 1
        assert channel_states.stopped(connection) == {}


def test_only_staff_open_what_has_no_next_try(db: Database) -> None:
    with db.begin() as connection:
        channel_states.stop(connection, "orange", "by hand", SOON, None)
        assert not channel_states.stopped(connection)["orange"].may_try(SOON + timedelta(days=99))
