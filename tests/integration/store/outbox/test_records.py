"""What became of an attempt: written once, by whoever holds its token, with what it means for the reader."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from jamakan import events
from jamakan.channels.outcomes import Failed, Outcome, Retry, Sent, Skipped, Uncertain
from jamakan.store import ingest
from jamakan.store.database import Database
from jamakan.store.models import Contact, Message, OptChange
from jamakan.store.outbox import Fate, Rerouted
from tests.support.outbox import (
    SOON,
    all_of,
    broadcast,
    bulk,
    numbers,
    queue,
    record,
    send_to,
    single,
    states,
    taken,
)
from tests.support.rows import column, rows
from tests.support.stories import VAULT, Phone

SENT = Sent("ATXid_1", parts=1, cost_micros=8_000_000, currency="XOF")


@pytest.mark.parametrize(
    ("fate", "state", "attempts"),
    [
        (SENT, ("sent", ""), 1),
        (Failed("InvalidPhoneNumber"), ("failed", "InvalidPhoneNumber"), 1),
        (Retry("RejectedByGateway", seconds=300), ("queued", "RejectedByGateway"), 1),
        (Retry("429", seconds=300, limited=False), ("queued", "429"), 0),
        (Uncertain("read time-out"), ("uncertain", "read time-out"), 1),
        (Skipped("opted_out"), ("skipped", "opted_out"), 1),
    ],
)
def test_what_became_of_an_attempt(
    db: Database, awa: Phone, fate: Outcome, state: tuple[str, str], attempts: int
) -> None:
    queue(db, awa, ("confirmation", "Bonjour"))
    claim = taken(single(db))
    assert record(db, claim, all_of(claim, fate)).written == 1
    assert states(db) == [state]
    assert column(db, select(Message.attempts)) == [attempts]
    assert single(db, token="t2", now=SOON + timedelta(minutes=4)) is None
    again = single(db, token="t3", now=SOON + timedelta(minutes=5))
    assert (again is not None) == isinstance(fate, Retry)


def test_a_call_for_many_people_is_recorded_for_each(db: Database) -> None:
    ours = broadcast(db)
    send_to(db, ours, [Phone(f"+2237000001{number}") for number in range(6)])
    claim = taken(bulk(db, ours))
    fates: list[Fate] = [SENT, Failed("UserInBlacklist"), Sent("ATXid_3"), Failed("x", configuration=True)]
    fates.append(Uncertain("read time-out"))
    assert record(db, claim, dict(zip(numbers(claim), fates, strict=False))).written == 5
    assert [state for state, _ in states(db)] == ["sent", "failed", "sent", "failed", "uncertain", "sending"]
    assert rows(db, select(Message.provider_id, Message.permanent, Message.cost_micros).order_by(Message.id))[:4] == [
        ("ATXid_1", False, 8_000_000),
        ("", True, None),
        ("ATXid_3", False, None),
        ("", False, None),
    ]


def test_another_token_may_not_speak_of_an_attempt_and_nobody_twice(db: Database, awa: Phone) -> None:
    queue(db, awa, ("confirmation", "Bonjour"))
    claim = taken(single(db))
    assert record(db, replace(claim, token="t2"), {1: Sent("x")}).written == 0
    assert states(db) == [("sending", "")]
    assert [record(db, claim, {1: SENT}).written for _ in range(2)] == [1, 0]


def test_an_identifier_that_no_column_holds_is_cut_and_cleaned(db: Database, awa: Phone) -> None:
    queue(db, awa, ("confirmation", "Bonjour"))
    record(db, taken(single(db)), {1: Sent("a\x00" + "b" * 500)})
    assert column(db, select(Message.provider_id)) == ["a " + "b" * 198]


def test_what_did_not_leave_is_not_of_the_readers_day(db: Database, awa: Phone) -> None:
    """A carrier out of reach for an afternoon must not use up what a person may get that day."""
    ours = broadcast(db)
    send_to(db, ours, [awa])
    for _ in range(5):
        claim = taken(bulk(db, ours))
        assert column(db, select(Contact.unasked)) == [1]
        record(db, claim, all_of(claim, Retry("unreachable", 0, limited=False)))
        assert column(db, select(Contact.unasked)) == [0]
    claim = taken(bulk(db, ours))
    record(db, claim, all_of(claim, Uncertain("perhaps")))
    assert column(db, select(Contact.unasked)) == [1]


def test_a_number_the_channel_does_not_reach_is_tried_once_by_the_other_one(db: Database, awa: Phone) -> None:
    ours = broadcast(db, fallback="orange")
    send_to(db, ours, [awa], expires_at=SOON + timedelta(days=1))
    claim = taken(bulk(db, ours))
    assert claim.fallback == "orange"
    for _ in range(2):  # told twice, it is rerouted once
        record(db, claim, all_of(claim, Rerouted("CouldNotRoute", "orange")))
    assert states(db) == [("rerouted", "CouldNotRoute"), ("queued", "")]
    assert bulk(db, ours) is None
    successor = taken(bulk(db, ours, channel="orange"))
    assert [(message.phone, message.successor) for message in successor.messages] == [(awa.number, True)]
    first, second = rows(db, select(Message).with_only_columns(*_same()).order_by(Message.id))
    assert first == second
    assert column(db, select(Message.dedupe_key).order_by(Message.id))[1].endswith(":orange")
    assert column(db, select(Message.replaces_id).order_by(Message.id)) == [None, 1]


def test_a_stop_told_by_the_carrier_counts_until_the_person_says_otherwise(db: Database, awa: Phone) -> None:
    queue(db, awa, ("confirmation", "Bonjour"), ("followup", "Demain"))
    claim = taken(single(db))
    assert record(db, claim, {1: Failed("UserInBlacklist", opted_out=True)}).opted_out == [awa.ref]
    assert record(db, claim, {1: Failed("UserInBlacklist", opted_out=True)}).opted_out == []
    assert single(db) is None
    assert states(db) == [("failed", "UserInBlacklist"), ("skipped", "opted_out")]
    assert rows(db, select(OptChange.opted_out, OptChange.source, OptChange.at)) == [(True, "africastalking", SOON)]

    ingest.apply(db, VAULT, [awa.says(events.OptedIn())])
    assert column(db, select(Contact.opted_out)) == [False]


def test_a_stop_told_by_the_carrier_outranks_what_the_person_said_before(db: Database, awa: Phone) -> None:
    asked_before = awa.says(events.OptedIn())
    queue(db, awa, ("confirmation", "Bonjour"))  # a later turn of hers is stored first
    claim = taken(single(db))
    record(db, claim, {1: Failed("UserInBlacklist", opted_out=True)})
    ingest.apply(db, VAULT, [asked_before])
    assert column(db, select(Contact.opted_out)) == [True]


def _same() -> list[Any]:
    names = ("direction", "contact_id", "purpose", "priority", "body", "broadcast_id", "expected_parts", "expires_at")
    return [getattr(Message, name) for name in names]
