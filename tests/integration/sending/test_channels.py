"""Several channels, each with its state: stopped by trouble of the account, shut for seconds, not too fast."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from redis import Redis
from sqlalchemy import select

from jamakan import sending
from jamakan.channels.outcomes import Failed, Outcome, Retry, Uncertain
from jamakan.core import Core
from jamakan.sending import gate
from jamakan.sending.gate import BULK, KINDS, SINGLE, Opening
from jamakan.sending.pace import Pace
from jamakan.state import keys, wake
from jamakan.store import channel_states
from jamakan.store.channel_states import Stopped
from jamakan.store.models import ChannelState, Message
from tests.integration.sending.conftest import Broadcast as Begin
from tests.integration.sending.conftest import Queue
from tests.support import outbox
from tests.support.bulk import with_settings
from tests.support.carrier import AT, Carriers, takes
from tests.support.line import AWA
from tests.support.rows import column, rows
from tests.support.stories import Phone

REFUSED = Failed("the carrier refuses our API key", configuration=True)


def stopped(core: Core) -> dict[str, Stopped]:
    with core.db.read() as connection:
        return channel_states.stopped(connection)


def test_a_refused_account_stops_the_channel_and_nothing_is_lost(
    core: Core, carriers: Carriers, people: list[Phone], queue: Queue
) -> None:
    """A wrong API key would be said of each message: they wait for a person to mend it, untouched."""
    carrier = carriers.add(lambda _phone: REFUSED, batch=1)
    began = datetime.now(UTC)
    for person in people:
        queue(person, ("reply", "Bonjour"))
    for _ in range(3):
        sending.flush(core)
    assert carrier.calls <= core.settings.sms_lanes  # those under way when the first one heard it
    assert {state for state, _ in outbox.states(core.db)} == {"queued"}
    assert set(column(core.db, select(Message.attempts))) == {0}
    state = stopped(core)[AT]
    assert state.reason == REFUSED.reason
    assert state.retry_at is not None
    assert state.retry_at - began >= timedelta(minutes=15)


def test_after_a_while_one_message_tries_it_and_success_opens_it(
    core: Core, carriers: Carriers, people: list[Phone], broadcast: Begin
) -> None:
    carrier = carriers.add(lambda _phone: REFUSED)
    broadcast(people)
    sending.flush(core)
    carrier.taken.clear()
    outbox.change(core.db, ChannelState, retry_at=datetime.now(UTC))
    sending.flush(core)
    assert len(carrier.taken) == 1
    assert AT in stopped(core)

    carrier.answer = takes
    outbox.change(core.db, ChannelState, retry_at=datetime.now(UTC))
    sending.flush(core)
    assert stopped(core) == {}
    assert {state for state, _ in outbox.states(core.db)} == {"sent"}


def test_a_stopped_channel_does_not_wake_the_worker_and_holds_up_no_other(
    core: Core, carriers: Carriers, queue: Queue
) -> None:
    carriers.add(lambda _phone: REFUSED)
    orange = carriers.add(name="orange", batch=1)
    queue(Phone(AWA), ("reply", "Bonjour"))
    queue(Phone(AWA), ("reply", "Bonsoir"), channel="orange")
    core = with_settings(core, channels=(AT, "orange"))
    sending.flush(core)
    assert orange.phones == [AWA]
    core.redis.flushall()
    sending.ask_if_due(core)
    assert len(wake.queue(core.redis, wake.SEND_QUEUE)) == 0
    outbox.change(core.db, ChannelState, retry_at=datetime.now(UTC))
    sending.ask_if_due(core)
    assert len(wake.queue(core.redis, wake.SEND_QUEUE)) == 1


def test_a_number_that_one_channel_cannot_reach_goes_by_the_other(
    core: Core, carriers: Carriers, people: list[Phone], broadcast: Begin
) -> None:
    unreached = {person.number for person in people[:5]}

    def answer(phone: str) -> Outcome:
        return Failed("CouldNotRoute", routing=True) if phone in unreached else takes(phone)

    carriers.add(answer)
    orange = carriers.add(name="orange", batch=1)
    broadcast(people, fallback="orange")
    sending.flush(core)
    assert set(orange.phones) == unreached
    assert Counter(state for state, _ in outbox.states(core.db)) == {"sent": len(people), "rerouted": 5}


@pytest.mark.parametrize(("fallback", "states"), [("", ["failed"]), ("orange", ["rerouted", "failed"])])
def test_a_message_to_one_person_is_rerouted_when_the_house_says_so_and_only_once(
    core: Core, carriers: Carriers, queue: Queue, fallback: str, states: list[str]
) -> None:
    for name in (AT, "orange"):
        carriers.add(lambda _phone: Failed("CouldNotRoute", routing=True), name=name)
    queue(Phone(AWA), ("reply", "Bonjour"))
    sending.flush(with_settings(core, fallback_channel=fallback))
    assert [state for state, _ in outbox.states(core.db)] == states


def test_a_carrier_that_is_busy_shuts_the_channel_for_a_moment_and_costs_no_attempt(
    core: Core, carriers: Carriers, people: list[Phone], broadcast: Begin, queue: Queue
) -> None:
    carrier = carriers.add(lambda _phone: Retry("slow down", 30, limited=False))
    broadcast(people)
    queue(Phone(AWA), ("reply", "Bonjour"))
    sending.flush(core)
    calls = carrier.calls
    sending.flush(core)
    assert carrier.calls == calls  # shut
    assert rows(core.db, select(Message.state, Message.attempts).distinct()) == [("queued", 0)]

    carrier.answer = takes
    for kind in KINDS:
        core.redis.delete(keys.gate_shut(AT, kind))
    sending.flush(core)
    assert {state for state, _ in outbox.states(core.db)} == {"sent"}


def test_a_carrier_that_hangs_leaves_few_messages_of_a_broadcast_in_doubt(
    core: Core, carriers: Carriers, people: list[Phone], broadcast: Begin, queue: Queue
) -> None:
    carrier = carriers.add(lambda phone: takes(phone) if phone == AWA else Uncertain("read time-out"), batch=4)
    broadcast(people)
    sending.flush(core)
    side_by_side = carrier.calls
    assert side_by_side <= core.settings.sms_lanes
    for tries in range(1, 4):
        core.redis.delete(keys.gate_shut(AT, BULK))
        queue(Phone(AWA), ("reply", f"Bonjour {tries}"))
        sending.flush(core)
        assert carrier.phones.count(AWA) == tries  # answers leave all the same
        assert carrier.calls == side_by_side + 2 * tries
    in_doubt = [state for state, _ in outbox.states(core.db)].count("uncertain")
    assert in_doubt == 4 * side_by_side + 3  # one message a try


@pytest.fixture
def redis(core: Core) -> Redis:
    return core.redis


def test_each_failed_try_doubles_the_wait_and_a_good_one_forgets_them(redis: Redis) -> None:
    waits = []
    for _ in range(8):
        redis.delete(keys.gate_shut(AT, BULK))
        seen = gate.opening(redis, AT, BULK, 200)
        waits.append(gate.shut(redis, AT, [BULK], seen))
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    assert gate.opening(redis, AT, BULK, 200) == Opening(0, 8)
    assert gate.opening(redis, AT, SINGLE, 200) == Opening(200)
    redis.delete(keys.gate_shut(AT, BULK))
    mine, other = gate.opening(redis, AT, BULK, 200), gate.opening(redis, AT, BULK, 200)
    assert (mine.most, other.most) == (1, 0)
    gate.open_wide(redis, AT, BULK, mine)
    assert gate.opening(redis, AT, BULK, 200) == Opening(200)


def test_calls_that_fail_side_by_side_count_as_one_and_the_carrier_may_ask_for_less(redis: Redis) -> None:
    seen = [gate.opening(redis, AT, SINGLE, 200) for _ in range(4)]
    assert [gate.shut(redis, AT, KINDS, one) for one in seen] == [1, 1, 1, 1]
    assert gate.shut(redis, AT, KINDS, Opening(1, 10), longest=5) == 5


def test_a_channels_pace_is_kept_by_all_together(redis: Redis) -> None:
    first, second = (Pace(redis, holder, [("pace", 10.0)]) for holder in ("a", "b"))
    assert first.most(200) == 5  # half a second's worth
    assert first.take(5) == 0
    assert 0.3 < second.take(1) <= 0.5
    first.settle(1)
    assert second.take(1) <= 0.1
    first.settle(0)
    assert second.take(1) == 0


def test_a_slow_channel_takes_one_message_at_a_time_and_none_is_held_twice(redis: Redis) -> None:
    slow = Pace(redis, "a", [("bulk", 100.0), ("android", 0.2)])
    other = Pace(redis, "b", [("android", 0.2)])
    assert slow.most(200) == 1
    assert other.take(1) == 0
    assert slow.take(1) > 4
    assert redis.exists("bulk") == 0  # given back at once


def test_sending_at_a_pace(core: Core, carriers: Carriers, people: list[Phone], broadcast: Begin) -> None:
    carrier = carriers.add(batch=1, per_second=200.0)
    broadcast(people)
    began = datetime.now(UTC)
    sending.flush(core)
    assert len(carrier.taken) == len(people)
    assert datetime.now(UTC) - began >= timedelta(seconds=(len(people) - 1) / 200)
