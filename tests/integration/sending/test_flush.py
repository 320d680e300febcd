"""The send worker against carriers that answer, refuse, hang or say nothing: each message at most once."""

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import pytest
from sqlalchemy import select, update

from jamakan import sending
from jamakan.channels.outcomes import Failed, Outcome, Retry, Sent, Uncertain
from jamakan.core import Core
from jamakan.sending.crew import Lane
from jamakan.sending.flushing import desks
from jamakan.sending.gate import SINGLE
from jamakan.sending.policy import MAX_ATTEMPTS
from jamakan.store.database import DatabaseAway
from jamakan.store.models import Broadcast, Message
from tests.integration.conversation.test_registration import registers
from tests.integration.sending.conftest import Broadcast as Begin
from tests.integration.sending.conftest import Queue
from tests.support import outbox
from tests.support.bulk import with_settings
from tests.support.carrier import Carriers
from tests.support.line import AWA, Line
from tests.support.rows import column
from tests.support.running_emulator import wait_for
from tests.support.stories import Phone

LONG = 10.0  # seconds; nothing here waits so long unless it is broken


def states(core: Core) -> list[tuple[str, str]]:
    return outbox.states(core.db)


def test_a_message_leaves_folded_to_gsm7_and_stays_whole_in_sql(awa: Line, core: Core, carriers: Carriers) -> None:
    carrier = carriers.add()
    awa.texts("AVIS")
    awa.dials("1")
    registers(awa)
    assert any("–" in text for text in awa.outbox())
    sending.flush(core)
    assert carrier.calls
    assert not any("–" in body for _, body in carrier.taken)
    assert sending.flush(core) == 0


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Uncertain("no answer from the carrier (ReadTimeout)"), "uncertain"),
        (Failed("InvalidPhoneNumber"), "failed"),
        (Retry("RejectedByGateway", 3600), "queued"),
    ],
)
def test_what_the_carrier_did_not_take_is_visible_with_its_reason_and_not_sent_again(
    awa: Line, core: Core, carriers: Carriers, outcome: Uncertain | Failed | Retry, state: str
) -> None:
    carrier = carriers.add(lambda _phone: outcome)
    awa.texts("AIDE")
    awa.outbox()
    for _ in range(3):
        sending.flush(core)
    assert states(core)[-1:] == [(state, outcome.reason)]
    assert carrier.calls == 1


def test_each_call_is_recorded_before_the_next_one(core: Core, carriers: Carriers, queue: Queue) -> None:
    """A worker cut off in the middle leaves uncertain only what it was calling about."""

    def cut_off_at_the_third(_phone: str) -> Outcome:
        if carrier.calls == 3:
            raise KeyboardInterrupt
        return Sent("ATXid")

    carrier = carriers.add(cut_off_at_the_third)
    queue(Phone(AWA), *(("reply", f"{number}") for number in range(4)))
    (desk,) = desks(core)
    desk.serve([SINGLE])
    desk.serve([SINGLE])
    with pytest.raises(KeyboardInterrupt):
        desk.serve([SINGLE])
    assert [state for state, _ in states(core)] == ["sent", "sent", "sending", "queued"]


def test_what_ends_a_lane_ends_the_flush_and_is_told(core: Core, carriers: Carriers, queue: Queue) -> None:
    def away(_phone: str) -> Outcome:
        raise DatabaseAway("disk full")

    carriers.add(away)
    queue(Phone(AWA), ("reply", "Bonjour"))
    with pytest.raises(DatabaseAway, match="disk full"):
        sending.flush(core)


def test_a_worker_that_died_after_the_call_leaves_the_message_uncertain_and_nobody_sends_it_again(
    core: Core, carriers: Carriers, queue: Queue
) -> None:
    """The attempt is committed before the call; `kill -9` between call and record looks like this."""
    carrier = carriers.add()
    queue(Phone(AWA), ("reply", "Bonjour"))
    outbox.taken(outbox.single(core.db, now=datetime.now(UTC)))
    with core.db.begin() as connection:
        connection.execute(update(Message).values(attempted_at=datetime.now(UTC) - timedelta(minutes=5)))
    sending.flush(core)
    assert states(core) == [("uncertain", "no outcome recorded")]
    assert carrier.taken == []


def test_a_retry_stops_after_some_attempts(core: Core, carriers: Carriers, queue: Queue) -> None:
    carrier = carriers.add(lambda _phone: Retry("RejectedByGateway", 0))
    queue(Phone(AWA), ("reply", "Bonjour"))
    sending.flush(core)
    assert states(core) == [("failed", f"RejectedByGateway, {MAX_ATTEMPTS} times")]
    assert carrier.calls == MAX_ATTEMPTS


def test_many_lanes_give_each_person_a_broadcast_once(
    core: Core, carriers: Carriers, people: list[Phone], broadcast: Begin
) -> None:
    carrier = carriers.add(batch=3)
    broadcast(people)
    assert sending.flush(core) == len(people)
    assert Counter(carrier.phones) == Counter(person.number for person in people)
    assert column(core.db, select(Broadcast.state)) == ["done"]


def test_broadcasts_take_turns(core: Core, carriers: Carriers, people: list[Phone], broadcast: Begin) -> None:
    carriers.add(batch=5)
    first, second = broadcast(people[:20], "un"), broadcast(people[20:], "deux")
    (desk,) = desks(core)
    for _ in range(4):
        desk.serve(["bulk"])
    sent = select(Message.broadcast_id).where(Message.state == "sent")
    assert Counter(column(core.db, sent)) == {first: 10, second: 10}


def test_an_answer_is_not_held_up_by_a_carrier_that_hangs_on_broadcasts(
    core: Core, carriers: Carriers, people: list[Phone], broadcast: Begin, queue: Queue
) -> None:
    hangs, answered = Event(), Event()

    def answer(phone: str) -> Outcome:
        if phone == AWA:
            answered.set()
        elif not hangs.wait(LONG):
            return Uncertain("waited in vain")
        return Sent("ATXid")

    carrier = carriers.add(answer, batch=1)
    broadcast(people)
    flush = Thread(target=sending.flush, args=(core,))
    flush.start()
    try:
        wait_for(lambda: carrier.calls == core.settings.sms_lanes - 1, "every lane but one to hang")
        queue(Phone(AWA), ("reply", "Bonjour"))
        assert answered.wait(LONG), "the reply waits for the broadcast"
    finally:
        hangs.set()
        flush.join(LONG)
    assert {state for state, _ in states(core)} == {"sent"}


def test_told_to_stop_it_finishes_the_calls_under_way_and_takes_no_more(
    core: Core, carriers: Carriers, people: list[Phone], broadcast: Begin
) -> None:
    stopping = Event()

    def answer(_phone: str) -> Outcome:
        stopping.set()
        return Sent("ATXid")

    carrier = carriers.add(answer, batch=1)
    broadcast(people)
    sending.flush(core, stopping)
    assert carrier.calls < len(people)
    assert Counter(state for state, _ in states(core)) == {
        "sent": carrier.calls,
        "queued": len(people) - carrier.calls,
    }


def test_told_to_stop_it_does_not_wait_for_ever_for_a_carrier_that_hangs(
    core: Core, carriers: Carriers, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jamakan.sending.flushing.LEAVE_SECONDS", 0.3)
    stopping, hangs = Event(), Event()

    def answer(_phone: str) -> Outcome:
        stopping.set()
        hangs.wait(LONG)
        return Sent("ATXid")

    carriers.add(answer)
    queue(Phone(AWA), ("reply", "Bonjour"))
    sending.flush(core, stopping)
    assert [state for state, _ in states(core)] == ["sending"]  # in doubt, as after a kill
    hangs.set()
    for lane in threading.enumerate():
        if isinstance(lane, Lane):
            lane.join(LONG)  # it writes down what it heard, and gives its connection back before the house closes
    assert [state for state, _ in states(core)] == ["sent"]


def test_a_stop_that_only_redis_knows_counts(awa: Line, core: Core, carriers: Carriers, queue: Queue) -> None:
    carrier = carriers.add()
    queue(Phone(AWA), ("followup", "Demain"))
    awa.texts("STOP")  # the store worker sleeps
    assert sending.flush(core) == 1
    assert states(core) == [("skipped", "opted_out")]
    assert carrier.calls == 0


def test_a_stop_told_by_the_carrier_reaches_the_phone_and_reprendre_undoes_it(
    awa: Line, core: Core, carriers: Carriers
) -> None:
    carriers.add(lambda _phone: Failed("UserInBlacklist", opted_out=True))
    awa.dials("1")
    registers(awa)
    awa.outbox()
    sending.flush(core)
    awa.dials()
    awa.sees("Recevoir les SMS")
    awa.texts("REPRENDRE")
    assert awa.outbox()[-1].startswith("C'est noté : vous recevrez de nouveau")
    awa.dials()
    assert "Recevoir les SMS" not in awa.screen


def test_a_flush_that_finds_a_lost_channel_sends_by_the_first_one(
    core: Core, carriers: Carriers, queue: Queue
) -> None:
    carrier = carriers.add()
    queue(Phone(AWA), ("reply", "Bonjour"), channel="retired")
    sending.flush(core)
    assert carrier.phones == [AWA]


def test_the_month_is_over_its_cap(core: Core, carriers: Carriers, queue: Queue, people: list[Phone]) -> None:
    carrier = carriers.add()
    for person in people:
        queue(person, ("reply", "Bonjour"))
    capped = with_settings(core, monthly_cap=7.0, sms_price=1.0)
    for _ in range(3):
        sending.flush(capped)
    assert len(carrier.taken) == 7  # our price is 1 XOF, the carrier's 8: what it says counts from the next call on
    assert Counter(states(core)) == {("sent", ""): 7, ("queued", ""): 33}
