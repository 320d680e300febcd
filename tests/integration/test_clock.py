"""The clock asks for each duty once, whoever ticks, however long nobody did; what was lost is asked for again."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import import_module

import pytest

from jamakan import schedule
from jamakan.config import Settings
from jamakan.core import Core, build_core
from jamakan.schedule import DUTIES
from jamakan.state import keys, lock, wake
from jamakan.store.database import DatabaseAway
from tests.support.line import Line
from tests.support.running_emulator import wait_for
from tests.support.together import together
from workers import clock

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ALL = sorted(duty.name for duty in DUTIES)
TWO_SECONDS = 2  # between two ticks


@pytest.fixture
def another(settings: Settings, core: Core) -> Iterator[Core]:
    """The core of a second clock, on another host."""
    with closing(build_core(settings)) as house:
        yield house


def later(**time: float) -> datetime:
    return NOON + timedelta(**time)


def asked_for(core: Core, queue: str) -> list[str]:
    """The jobs that wait in a queue, by their dotted names."""
    return [str(job.func_name) for job in wake.queue(core.redis, queue).jobs]


def test_every_duty_and_every_queue_has_a_job_that_exists() -> None:
    for job in (*(duty.job for duty in DUTIES), *wake.JOBS.values()):
        module, _, name = job.rpartition(".")
        assert callable(getattr(import_module(module), name)), job


def test_two_clocks_at_once_ask_once(core: Core, another: Core) -> None:
    for moment in (later(hours=hours) for hours in range(5)):
        first, second = together(2, partial(_ask, (core, another), moment))
        assert sorted(first + second) == ALL, moment


def test_a_duty_that_ended_well_is_due_after_its_interval(core: Core) -> None:
    schedule.ask(core, NOON)
    schedule.done(core, "tidy", later(seconds=3))
    asked = {minutes: "tidy" in schedule.ask(core, later(minutes=minutes)) for minutes in (1, 30, 60, 61)}
    assert asked == {1: False, 30: False, 60: False, 61: True}


def test_a_job_that_was_lost_is_asked_for_again_within_a_minute(core: Core) -> None:
    assert "tidy" in schedule.ask(core, NOON)
    core.redis.delete("rq:queue:store")  # a worker killed as it took the job
    ticks = [
        second
        for second in range(TWO_SECONDS, 70, TWO_SECONDS)
        if "tidy" in schedule.ask(core, later(seconds=second))
    ]
    assert ticks == [60]


@pytest.mark.parametrize("away", [timedelta(hours=1), timedelta(days=1), timedelta(days=400)])
def test_after_downtime_each_duty_is_asked_for_once(core: Core, away: timedelta) -> None:
    schedule.ask(core, NOON)
    for name in ALL:
        schedule.done(core, name, NOON)
    core.redis.flushall()
    assert sorted(schedule.ask(core, NOON + away)) == ALL
    assert schedule.ask(core, NOON + away + timedelta(seconds=TWO_SECONDS)) == []
    jobs = [job for queue in wake.JOBS for job in asked_for(core, queue)]
    assert sorted(jobs) == sorted(duty.job for duty in DUTIES)


def test_after_five_minutes_of_sleep_the_carrier_is_asked_at_once(core: Core) -> None:
    schedule.ask(core, NOON)
    for name in ALL:
        schedule.done(core, name, NOON)
    assert "fetch" not in schedule.ask(core, later(seconds=90))
    assert "fetch" in schedule.ask(core, later(minutes=5))
    assert "fetch" not in schedule.ask(core, later(minutes=5, seconds=TWO_SECONDS))


def test_a_queue_whose_worker_is_away_does_not_grow_for_ever(core: Core) -> None:
    for half_minutes in range(200):
        schedule.ask(core, later(seconds=30 * half_minutes))
        core.redis.delete(keys.STORE_FLAG)
        wake.wake(core.redis, wake.STORE_QUEUE)
    assert all(len(asked_for(core, queue)) <= wake.MOST_WAITING for queue in wake.JOBS)


def test_a_leader_that_died_is_followed(core: Core, another: Core) -> None:
    assert lock.lead(core.redis, keys.CLOCK_LOCK, "first", seconds=0.1)
    assert not lock.lead(another.redis, keys.CLOCK_LOCK, "second", seconds=10)
    wait_for(lambda: lock.lead(another.redis, keys.CLOCK_LOCK, "second", seconds=10), "the second clock to lead")
    assert not lock.lead(core.redis, keys.CLOCK_LOCK, "first", seconds=10)


def test_one_tick_asks_for_the_stream_the_duties_and_the_messages_that_are_due(awa: Line, core: Core) -> None:
    awa.texts("AIDE")
    core.redis.delete(keys.STORE_FLAG, "rq:queue:store")  # the wake-up was lost
    clock.tick(core)
    assert "workers.store.drain" in asked_for(core, wake.STORE_QUEUE)
    assert awa.outbox() != []
    core.redis.delete(keys.SEND_FLAG, "rq:queue:send")
    clock.tick(core)
    assert asked_for(core, wake.SEND_QUEUE) == ["workers.send.flush"]


def test_without_sql_the_stream_is_still_looked_after(awa: Line, core: Core, database_url: str) -> None:
    awa.texts("AIDE")
    core.redis.delete(keys.STORE_FLAG, "rq:queue:store")
    with closing(build_core(_without_sql(core.settings))) as blind, pytest.raises(DatabaseAway):
        clock.tick(blind)
    assert asked_for(core, wake.STORE_QUEUE) == ["workers.store.drain"]


def _ask(houses: tuple[Core, Core], now: datetime, which: int) -> list[str]:
    return schedule.ask(houses[which], now)


def _without_sql(settings: Settings) -> Settings:
    directory = settings.var / "no-database"
    directory.mkdir()
    return Settings(**(settings.model_dump() | {"database_url": f"sqlite:///{directory}"}))
