"""What is spent: reserved before the call, corrected after it, and never more than the cap, whoever sends."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from jamakan.channels.outcomes import Failed, Outcome, Retry, Sent, Skipped, Uncertain
from jamakan.store import spending
from jamakan.store.database import Database
from jamakan.store.models import Broadcast, Contact, Message
from jamakan.store.outbox import CapReached, Claim
from jamakan.store.spending import Cost
from tests.support.outbox import (
    BAMAKO,
    PRICE,
    RULES,
    SOON,
    all_of,
    broadcast,
    bulk,
    change,
    queue,
    record,
    send_to,
    single,
    states,
    taken,
)
from tests.support.rows import column
from tests.support.stories import Phone
from tests.support.together import together

MONTH = "2026-11"
TWO_PARTS = "é" * 161
PAID = Sent("id", parts=1, cost_micros=7_500_000, currency="XOF")


def spent(db: Database) -> dict[str, Cost]:
    with db.read() as connection:
        return spending.by_channel(connection, MONTH)


def people(number: int) -> list[Phone]:
    return [Phone(f"+22370{n:06}") for n in range(number)]


@pytest.mark.parametrize(
    ("fate", "micros", "messages", "parts"),
    [
        (PAID, 7_500_000, 1, 1),  # what the carrier says
        (Sent("id", parts=3, cost_micros=15_000, currency="USD"), 2 * PRICE, 1, 3),  # not our currency
        (Sent("id"), 2 * PRICE, 1, 2),
        (Sent("id", cost_micros=0, currency="XOF"), 2 * PRICE, 1, 2),  # a carrier that forgets is not free
        (Uncertain("perhaps"), 2 * PRICE, 1, 2),
        (Failed("InvalidPhoneNumber"), 0, 0, 0),
        (Retry("later"), 0, 0, 0),
        (Skipped("opted_out"), 0, 0, 0),
    ],
)
def test_a_reservation_is_corrected_by_what_became_of_it(
    db: Database, awa: Phone, fate: Outcome, micros: int, messages: int, parts: int
) -> None:
    ours = broadcast(db)
    send_to(db, ours, [awa], TWO_PARTS)
    claim = taken(bulk(db, ours))
    assert spent(db) == {"": Cost(2 * PRICE, 1, 2), "africastalking": Cost(2 * PRICE, 1, 2)}
    for _ in range(2):
        record(db, claim, all_of(claim, fate))
    assert spent(db) == {"": Cost(micros, messages, parts), "africastalking": Cost(micros, messages, parts)}
    assert column(db, select(Broadcast.spent_micros)) == column(db, select(Message.reserved_micros)) == [micros]


def test_late_news_of_an_uncertain_message_corrects_it_too(db: Database, awa: Phone) -> None:
    queue(db, awa, ("reply", "Bonjour"))
    claim = taken(single(db))
    record(db, claim, {1: Uncertain("no outcome recorded")})
    record(db, claim, {1: PAID})
    assert spent(db)[""] == Cost(7_500_000, 1, 1)


def test_each_month_pays_its_own_in_the_houses_zone(db: Database, awa: Phone) -> None:
    """A call of the last second of a month, answered in the next one."""
    before = datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC)
    queue(db, awa, ("reply", "Bonjour"), expires_at=before + timedelta(days=1))
    claim = taken(single(db, now=before))
    record(db, claim, {1: Failed("refused")}, before + timedelta(seconds=2))
    with db.read() as connection:
        assert (spending.spent(connection, "2026-11"), spending.spent(connection, "2026-12")) == (0, 0)
    assert spending.month(before, BAMAKO) == MONTH


def test_answers_have_a_part_of_the_cap_that_nothing_else_may_spend(db: Database, awa: Phone) -> None:
    rules = replace(RULES, cap_micros=10 * PRICE, unasked_a_day=100)
    ours = broadcast(db)
    send_to(db, ours, people(20))
    queue(db, awa, *(("reply", f"{number}") for number in range(3)), ("followup", "demain"))
    assert len(taken(bulk(db, ours, rules=rules, most=20)).messages) == 9
    assert bulk(db, ours, rules=rules) is None
    assert column(db, select(Broadcast.state)) == ["paused"]
    assert "cap of 2026-11" in column(db, select(Broadcast.reason))[0]
    assert taken(single(db, rules)).body == "0"
    assert single(db, rules) == CapReached(MONTH, "reply")
    assert states(db)[-3:] == [("queued", "")] * 3  # they wait, and expire as usual
    assert spent(db)[""].micros == 10 * PRICE


def test_follow_ups_are_the_first_to_wait(db: Database, awa: Phone) -> None:
    rules = replace(RULES, cap_micros=PRICE)
    queue(db, awa, ("followup", "demain"), ("confirmation", "place"))
    assert taken(single(db, rules)).body == "place"
    assert single(db, rules) == CapReached(MONTH, "followup")


@pytest.mark.parametrize("workers", [1, 4])
def test_ten_thousand_numbers_writing_cannot_pass_the_cap(db: Database, workers: int) -> None:
    """And neither can several workers reserving at the same moment."""
    rules = replace(RULES, cap_micros=90 * PRICE + 1, replies_a_day=1000)
    for number, person in enumerate(people(40)):
        queue(db, person, *(("reply", f"{number} {text}") for text in range(4)))
    ours = broadcast(db)
    send_to(db, ours, people(40))

    def work(number: int) -> int:
        calls = 0
        while isinstance(claim := single(db, rules, token=f"s{number}-{calls}"), Claim):
            record(db, claim, all_of(claim, PAID if calls % 3 else Retry("busy", 3600)))
            calls += 1
            bulk(db, ours, rules=rules, most=3, token=f"b{number}-{calls}")
        return calls

    together(workers, work)
    total = spent(db)[""]
    assert total.micros <= 90 * PRICE + 1
    assert total.micros == column(db, select(func.sum(Message.reserved_micros)))[0]
    assert total.micros > 85 * PRICE  # and the cap was there to be used


def test_a_flood_from_one_number_is_answered_so_many_times_a_day(db: Database, awa: Phone, moussa: Phone) -> None:
    rules = replace(RULES, replies_a_day=5)
    queue(db, awa, *(("reply", f"{number}") for number in range(30)))
    queue(db, awa, ("confirmation", "place"), ("followup", "demain"))
    queue(db, moussa, ("reply", "30"))
    calls = [taken(single(db, rules)).body for _ in range(7)]
    assert calls == ["0", "1", "2", "3", "4", "30", "demain"]
    assert single(db, rules) is None
    withheld = [reason for state, reason in states(db) if state == "skipped"]
    assert withheld == ["too many answers today"] * 26
    assert column(db, select(Contact.replies).order_by(Contact.id)) == [6, 1]  # one past the limit: it was told once
    queue(db, awa, ("reply", "le lendemain"))
    assert taken(single(db, rules, now=SOON + timedelta(hours=20))).body == "le lendemain"


def test_counters_of_another_day_do_not_count(db: Database, awa: Phone) -> None:
    ours = broadcast(db)
    send_to(db, ours, [awa])
    change(db, Contact, unasked_on=(SOON - timedelta(days=1)).date(), unasked=3)
    assert bulk(db, ours) is not None
    assert column(db, select(Contact.unasked)) == [1]


def test_a_day_has_its_own_sum_and_what_came_to_nothing_is_given_back_to_it(db: Database, awa: Phone) -> None:
    queue(db, awa, ("reply", "Bonjour"), ("reply", "Bonsoir"))
    first, second = taken(single(db)), taken(single(db))
    record(db, first, all_of(first, PAID), SOON + timedelta(days=1))
    record(db, second, all_of(second, Failed("refused")), SOON + timedelta(days=1))
    with db.read() as connection:
        assert spending.by_channel(connection, "2026-11-23") == {"": Cost(7_500_000, 1, 1)}
