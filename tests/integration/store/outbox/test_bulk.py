"""Messages of broadcasts: one text a call, in turn, while the broadcast is sending and its hours are open."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from jamakan.store import outbox
from jamakan.store.database import Database
from jamakan.store.models import Broadcast, BroadcastEvent, Message
from jamakan.store.outbox import due
from tests.support.outbox import AT, RULES, SOON, broadcast, bulk, change, numbers, send_to, single, states, taken
from tests.support.rows import column, rows
from tests.support.stories import Phone


@pytest.fixture
def people() -> Sequence[Phone]:
    return [Phone(f"+223700001{number:02}") for number in range(7)]


def test_one_text_a_call_and_never_by_the_way_of_single_messages(db: Database, people: list[Phone]) -> None:
    ours = broadcast(db)
    send_to(db, ours, people[:4], "Demain 9h")
    send_to(db, ours, people[4:], "Tomorrow 9 am")
    assert single(db) is None
    calls = [bulk(db, ours, most=3) for _ in range(4)]
    assert sorted((call.body, len(call.messages)) for call in calls if call) == [
        ("Demain 9h", 1),
        ("Demain 9h", 3),
        ("Tomorrow 9 am", 3),
    ]
    assert {call.broadcast_id for call in calls if call} == {ours}


@pytest.mark.parametrize("state", ["draft", "scheduled", "paused", "done", "stopped"])
def test_only_while_it_is_sending(db: Database, awa: Phone, state: str) -> None:
    ours = broadcast(db)
    send_to(db, ours, [awa])
    change(db, Broadcast, state=state)
    with db.read() as connection:
        assert outbox.bulk_due(connection, AT, RULES.hours, SOON) == []
    assert bulk(db, ours) is None  # paused between the look and the claim
    assert states(db) == [("queued", "")]


@pytest.mark.parametrize(
    ("columns", "hour", "due"),
    [
        ({}, 12, True),
        ({}, 21, False),
        ({"sends_from": "14:00"}, 12, False),
        ({"sends_from": "14:00"}, 15, True),
        ({"sends_until": "11:00"}, 12, False),
        ({"sends_from": "21:00", "sends_until": "23:00"}, 22, False),  # nothing in common with the house's hours
    ],
)
def test_the_hours_of_the_house_and_its_own(
    db: Database, awa: Phone, columns: dict[str, str], hour: int, due: bool
) -> None:
    ours = broadcast(db, **columns)
    send_to(db, ours, [awa])
    now = SOON.replace(hour=hour) if hour >= SOON.hour else SOON
    with db.read() as connection:
        assert outbox.bulk_due(connection, AT, RULES.hours, now) == ([ours] if due else [])
    assert states(db) == [("queued", "")]  # left alone: morning comes by itself


def test_late_messages_are_put_away_and_the_next_one_leaves(db: Database, people: list[Phone]) -> None:
    ours = broadcast(db)
    send_to(db, ours, people[:3], expires_at=SOON)
    send_to(db, ours, people[3:4], expires_at=SOON + timedelta(days=1))
    assert numbers(taken(bulk(db, ours, most=2))) == [4]
    assert states(db)[:3] == [("expired", "too late to be of use")] * 3


def test_the_first_broadcast_with_something_due_is_served(db: Database, people: list[Phone]) -> None:
    empty, ours = broadcast(db, "empty"), broadcast(db, "ours")
    send_to(db, ours, people)
    with db.read() as connection:
        assert outbox.bulk_due(connection, AT, RULES.hours, SOON) == [ours]
    assert taken(bulk(db, empty, ours)).broadcast_id == ours


def test_the_same_person_in_two_broadcasts_is_counted_in_both_and_put_off_after_the_third(
    db: Database, awa: Phone, moussa: Phone
) -> None:
    broadcasts = [broadcast(db, f"b{number}") for number in range(4)]
    for ours in broadcasts:
        send_to(db, ours, [awa])
    send_to(db, broadcasts[3], [moussa])
    for ours in broadcasts[:3]:
        assert len(taken(bulk(db, ours)).messages) == 1
    assert [message.phone for message in taken(bulk(db, broadcasts[3])).messages] == [moussa.number]
    tomorrow = (SOON + timedelta(days=1)).replace(hour=8, minute=0)
    waiting = select(Message.reason, Message.not_before).where(Message.state == "queued")
    assert rows(db, waiting) == [("too many messages that day", tomorrow)]
    assert len(taken(bulk(db, broadcasts[3], now=tomorrow)).messages) == 1


def test_over_the_days_limit_what_would_be_late_tomorrow_is_given_up_now(db: Database, awa: Phone) -> None:
    ours = broadcast(db)
    for text in "1234":
        send_to(db, ours, [awa], text, expires_at=SOON + timedelta(hours=6))
    assert [bulk(db, ours, most=1) is not None for _ in range(4)] == [True, True, True, False]
    assert states(db)[3] == ("expired", "too many messages that day")


def test_a_cap_that_cannot_pay_the_next_message_pauses_the_broadcast(db: Database, people: list[Phone]) -> None:
    ours = broadcast(db, cap_micros=5 * 8_000_000 + 1)
    send_to(db, ours, people)
    assert len(taken(bulk(db, ours, most=4)).messages) == 4
    assert len(taken(bulk(db, ours, most=4)).messages) == 1  # as far as the money goes
    assert bulk(db, ours, most=4) is None
    assert rows(db, select(Broadcast.state, Broadcast.reason, Broadcast.spent_micros)) == [
        ("paused", "its own cap of 40 XOF is reached", 40_000_000)
    ]
    assert column(db, select(BroadcastEvent.event)) == ["pause"]
    with db.begin() as connection:
        connection.execute(update(Broadcast).values(state="sending", cap_micros=7 * 8_000_000))
    assert len(taken(bulk(db, ours, most=4)).messages) == 2


def test_what_waits_is_counted_so_far_and_no_further(
    db: Database, people: list[Phone], monkeypatch: pytest.MonkeyPatch
) -> None:
    send_to(db, broadcast(db), people)
    for most, found in ((10, 7), (4, 4)):
        monkeypatch.setattr(due, "MOST_COUNTED", most)
        with db.read() as connection:
            assert outbox.waiting(connection, "africastalking", SOON) == found
