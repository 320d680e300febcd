"""Several workers at once on PostgreSQL, where transactions run side by side. SQLite has one writer at a time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import pytest
from sqlalchemy import select, text, update

from jamakan.channels.outcomes import Sent
from jamakan.events import Report
from jamakan.programme import broadcasts as life
from jamakan.store import reports, spending
from jamakan.store.broadcasts.states import move
from jamakan.store.database import Database
from jamakan.store.models import Broadcast, Contact, Message
from jamakan.store.outbox import CapReached
from jamakan.store.outbox.bulk import spend
from jamakan.store.spending import Cost
from tests.support.outbox import (
    AT,
    PRICE,
    RULES,
    SOON,
    broadcast,
    bulk,
    queue,
    record,
    send_to,
    single,
    states,
    taken,
)
from tests.support.rows import column
from tests.support.running_emulator import wait_for
from tests.support.stories import VAULT, Phone


@pytest.fixture
def db(postgresql_url: str) -> Iterator[Database]:
    with closing(Database(postgresql_url)) as database:
        yield database


@pytest.mark.parametrize("held", [Message, Contact])
def test_what_another_transaction_holds_is_passed_over_and_nobody_waits(
    db: Database, awa: Phone, moussa: Phone, held: type[Message] | type[Contact]
) -> None:
    queue(db, awa, ("reply", "Bonjour"))
    queue(db, moussa, ("reply", "Bonsoir"))
    with db.begin() as connection:
        connection.execute(select(held.id).where(held.id == 1).with_for_update(key_share=True))
        assert taken(single(db)).body == "Bonsoir"
        assert single(db) is None
    assert taken(single(db)).body == "Bonjour"


def test_a_report_and_its_send_kept_side_by_side_meet_at_the_next_sweep(db: Database, awa: Phone) -> None:
    """Neither transaction sees what the other has not committed."""
    queue(db, awa, ("confirmation", "Bonjour"))
    claim = taken(single(db))
    with db.begin() as connection:
        told = Report(AT, "ATXid_1", "delivered", "Success", at=SOON.timestamp())
        reports.keep(connection, VAULT, [(told, SOON)])
        record(db, claim, {1: Sent("ATXid_1")})
    assert states(db) == [("sent", "")]
    assert reports.join_late(db, SOON) == 1
    assert states(db) == [("delivered", "Success")]


def test_a_call_is_recorded_while_its_readers_are_being_changed(db: Database, awa: Phone) -> None:
    """The ingest holds contacts while it stores; what became of a call is written all the same."""
    queue(db, awa, ("reply", "Bonjour"))
    claim = taken(single(db))
    with db.begin() as connection:
        connection.execute(update(Contact).values(language="en"))
        assert record(db, claim, {1: Sent("ATXid_1")}).written == 1


def test_who_reserves_next_waits_and_sees_what_was_spent(db: Database, awa: Phone) -> None:
    rules = replace(RULES, cap_micros=10 * PRICE)
    queue(db, awa, ("reply", "Bonjour"))
    with ThreadPoolExecutor(1) as other:
        with db.begin() as connection:
            spending.add(connection, SOON.date(), AT, Cost(10 * PRICE, 10, 10))
            claim = other.submit(single, db, rules)
            wait_for(lambda: _somebody_waits(db), "the other one to wait for the month's row")
        assert claim.result() == CapReached("2026-11", "reply")
    assert (states(db), column(db, select(Message.attempts))) == ([("queued", "")], [0])


def test_a_call_is_not_begun_once_its_broadcast_was_paused(db: Database, awa: Phone) -> None:
    """The pause is being committed while a lane reserves: it waits for that, and keeps nothing."""
    ours = broadcast(db)
    send_to(db, ours, [awa])
    with ThreadPoolExecutor(1) as other:
        with db.begin() as connection:
            assert move(connection, ours, life.PAUSE, by="Awa", now=SOON)
            claim = other.submit(bulk, db, ours)
            wait_for(lambda: _somebody_waits(db), "the other one to wait for the broadcast's row")
        assert claim.result() is None
    assert (states(db), column(db, select(Contact.unasked))) == ([("queued", "")], [0])


def test_two_calls_share_what_a_cap_still_allows(db: Database, awa: Phone, moussa: Phone) -> None:
    ours = broadcast(db, cap_micros=PRICE)
    send_to(db, ours, [awa, moussa])
    with ThreadPoolExecutor(1) as other:
        with db.begin() as connection:
            spend(connection, ours, PRICE)
            claim = other.submit(bulk, db, ours)
            wait_for(lambda: _somebody_waits(db), "the other one to wait for the broadcast's row")
        assert claim.result() is None
    assert column(db, select(Broadcast.state)) == ["paused"]


def _somebody_waits(db: Database) -> bool:
    with db.read() as connection:
        return bool(connection.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one())
