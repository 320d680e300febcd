"""Virtual time."""

from datetime import timedelta

import pytest

from emulator.clock import Clock


@pytest.fixture
def clock() -> Clock:
    clock = Clock()
    clock.freeze()
    return clock


def test_frozen_time_moves_only_when_advanced(clock: Clock) -> None:
    before = clock.now()
    assert clock.now() == before
    clock.advance(90)
    assert clock.now() == before + timedelta(seconds=90)


def test_time_follows_the_real_one_until_frozen() -> None:
    real = [100.0]
    clock = Clock(tick=lambda: real[0])
    start = clock.now()
    real[0] += 5
    assert clock.now() - start == timedelta(seconds=5)
    clock.freeze()
    real[0] += 5
    assert clock.now() - start == timedelta(seconds=5)
    clock.run()
    real[0] += 1
    assert clock.now() - start == timedelta(seconds=6)


def test_tasks_run_in_order_of_time_at_their_own_moment(clock: Clock) -> None:
    start, seen = clock.now(), []
    for delay in (30, 10, 20):
        clock.later(delay, lambda: seen.append((clock.now() - start).total_seconds()))
    assert clock.advance(25) == 2
    assert seen == [10, 20]
    assert clock.now() - start == timedelta(seconds=25)


def test_what_a_task_asks_for_runs_too_if_it_falls_due(clock: Clock) -> None:
    seen: list[str] = []

    def again() -> None:
        seen.append("x")
        clock.later(60, again)

    clock.later(60, again)
    clock.advance(180)
    assert len(seen) == 3


def test_clear_forgets_the_tasks(clock: Clock) -> None:
    clock.later(1, lambda: pytest.fail("it was forgotten"))
    clock.clear()
    assert clock.waiting == 0
    assert clock.advance(2) == 0
