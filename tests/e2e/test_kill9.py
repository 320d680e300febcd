"""`kill -9` of any one process during conversations loses no acknowledged answer and sends no SMS twice."""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from tests.support.crowd import Crowd
from tests.support.house import House, living
from tests.support.pids import alive, children

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

PEOPLE = 4
KILL_AT = (6, 24, 48)  # hops of all people together after which the victim is killed, once more each time
STORED_WITHIN = 60.0  # seconds in which a sweeper finds what was left lying
SENT_WITHIN = 90.0  # an attempt whose worker died counts as uncertain after 60 s

VICTIMS = ("gateway", "a gateway worker", "worker-store", "worker-send", "clock", "valkey", "emulator")
ANSWERS = """
SELECT DISTINCT answers.value FROM answers JOIN dialogues ON dialogues.id = answers.dialogue_id
WHERE dialogues.flow = 'feedback'
"""
SEATS = "SELECT state, count(*) FROM registrations WHERE state <> 'cancelled' GROUP BY state"
MESSAGES = "SELECT state, count(*) FROM messages WHERE direction = 'out' GROUP BY state"


@pytest.fixture(scope="module")
def shaken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house whose processes are killed by one test after the other."""
    with living(tmp_path_factory.mktemp("shaken")) as running:
        yield running


@pytest.mark.parametrize("victim", VICTIMS)
def test_nothing_acknowledged_is_lost_and_nothing_is_sent_twice(shaken: House, victim: str) -> None:
    crowd, registered = Crowd(shaken), _registered(shaken)
    killer = threading.Thread(target=_kill_during, args=(shaken, crowd, victim), daemon=True)
    killer.start()
    problems = crowd.talk(PEOPLE)
    killer.join()
    assert problems == []
    _within(STORED_WITHIN, lambda: not _missing(shaken, crowd), lambda: f"lost: {_missing(shaken, crowd)}")
    assert _registered(shaken) == registered + PEOPLE
    _within(SENT_WITHIN, lambda: not _states(shaken) & {"queued", "sending"}, lambda: f"still {_states(shaken)}")
    taken = _taken(shaken, crowd)
    assert {sms: times for sms, times in taken.items() if times > 1} == {}, "sent twice"
    assert {phone for phone, _ in taken} == set(crowd.phones) or "uncertain" in _states(shaken)


def _kill_during(house: House, crowd: Crowd, victim: str) -> None:
    for hops in KILL_AT:
        while crowd.hops < hops:
            time.sleep(0.005)
        while not (alive(pid := _pid(house, victim))):  # the record names the dead one for a moment
            time.sleep(0.02)
        os.kill(pid, signal.SIGKILL)


def _pid(house: House, victim: str) -> int:
    """The victim's process as the record has it; 0 while there is none."""
    pids = house.record["pids"]
    if victim == "a gateway worker":
        return next(iter(children(pids["gateway"])), 0)
    return int(pids[victim])


def _missing(house: House, crowd: Crowd) -> set[str]:
    return crowd.sentences - {value for (value,) in house.rows(ANSWERS)}


def _registered(house: House) -> int:
    return sum(count for _, count in house.rows(SEATS))


def _states(house: House) -> set[str]:
    return {state for state, _ in house.rows(MESSAGES)}


def _taken(house: House, crowd: Crowd) -> Counter[tuple[str, str]]:
    """How often the carrier took each text for each of these people."""
    rows = house.carrier.ledger(kind="message")
    return Counter((row["number"], row["text"]) for row in rows if row["number"] in crowd.phones)


def _within(seconds: float, done: Callable[[], bool], problem: Callable[[], str]) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, f"after {seconds:.0f} s {problem()}"
        time.sleep(0.1)
