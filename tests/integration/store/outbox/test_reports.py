"""Delivery reports find their message, in any order, once, however late."""

from datetime import timedelta

from sqlalchemy import select, update

from jamakan.channels.outcomes import Sent, Uncertain
from jamakan.events import Report
from jamakan.store import ingest, outbox, reports
from jamakan.store.database import Database
from jamakan.store.models import DeliveryReport, Message
from tests.support.outbox import AT, SOON, change, queue, record, single, states, taken
from tests.support.rows import column, rows
from tests.support.stories import VAULT, Phone


def report(provider_id: str, state: str, status: str = "", reason: str = "") -> Report:
    return Report(AT, provider_id, state, status or state, reason, at=SOON.timestamp())


def sent(db: Database, awa: Phone) -> None:
    """One message the carrier took, as ATXid_1."""
    queue(db, awa, ("confirmation", "Bonjour"))
    record(db, taken(single(db)), {1: Sent("ATXid_1")})


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
    claim = taken(single(db))
    ingest.apply(db, VAULT, [report("ATXid_1", "delivered", "Success")])
    assert states(db) == [("sending", "")]
    record(db, claim, {1: Sent("ATXid_1")})
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


def test_a_report_after_three_days_still_counts(db: Database, awa: Phone) -> None:
    sent(db, awa)
    outbox.stop_waiting_for_reports(db, SOON + timedelta(days=4))
    assert [state for state, _ in states(db)] == ["unreported"]
    ingest.apply(db, VAULT, [report("ATXid_1", "sent")])
    assert [state for state, _ in states(db)] == ["unreported"]
    ingest.apply(db, VAULT, [report("ATXid_1", "delivered", "Success")])
    assert states(db) == [("delivered", "Success")]


def test_a_carrier_that_uses_our_name_of_the_call_settles_what_was_uncertain(db: Database, awa: Phone) -> None:
    queue(db, awa, ("confirmation", "Bonjour"))
    record(db, taken(single(db)), {1: Uncertain("read time-out")})
    ingest.apply(db, VAULT, [report("t1", "sent")])
    assert [state for state, _ in states(db)] == ["sent"]
    ingest.apply(db, VAULT, [report("t1", "delivered", "Success")])
    assert states(db) == [("delivered", "Success")]


def test_reports_of_the_first_time_are_not_about_the_second(db: Database, awa: Phone) -> None:
    sent(db, awa)
    ingest.apply(db, VAULT, [report("ATXid_1", "failed", "Failed", "AbsentSubscriber")])
    with db.begin() as connection:
        outbox.resend(connection, [1], SOON)
    claim = taken(single(db, token="t2"))
    ingest.apply(db, VAULT, [report("ATXid_1", "delivered", "Success")])
    assert [state for state, _ in states(db)] == ["sending"]
    assert record(db, claim, {1: Sent("ATXid_2")}).written == 1


def test_a_report_that_missed_its_message_is_joined_by_the_sweeper(db: Database, awa: Phone) -> None:
    """The report's transaction and the one recording the send ran side by side and saw nothing of each other."""
    sent(db, awa)
    ingest.apply(db, VAULT, [report("ATXid_1", "delivered", "Success"), report("of another system", "delivered")])
    with db.begin() as connection:
        connection.execute(update(DeliveryReport).values(message_id=None))
    change(db, Message, state="sent", reason="")
    assert reports.join_late(db, SOON + timedelta(seconds=30)) == 1
    assert states(db) == [("delivered", "Success")]
    assert reports.join_late(db, SOON + timedelta(seconds=30)) == 0
