"""Messages are written slice by slice: none twice, none lost, whatever breaks in between."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import Connection, select, text

from jamakan import broadcasts
from jamakan.broadcasts import decisions, preparing, slices
from jamakan.core import Core
from jamakan.programme.plan import Broadcast
from jamakan.state import wake
from jamakan.store import messages
from jamakan.store.broadcasts import states
from jamakan.store.database import Database, DatabaseAway
from jamakan.store.models import Message
from tests.support import bulk
from tests.support.rows import column, rows
from tests.support.together import together

PEOPLE = 7


@pytest.fixture
def started(core: Core, monkeypatch: pytest.MonkeyPatch) -> Broadcast:
    """A broadcast to seven lines being sent, two lines a slice, nothing written yet."""
    monkeypatch.setattr(slices, "SLICE", 2)
    for number in range(1, PEOPLE + 1):
        bulk.registered(core, number)
    made = bulk.submitted(core, bulk.plan(core))
    assert made.state == "sending"
    return made


def everybody() -> set[str]:
    return {bulk.phone(number).number for number in range(1, PEOPLE + 1)}


def test_everybody_is_written_to_once_and_the_send_worker_woken(core: Core, started: Broadcast) -> None:
    wake.woken(core.redis, wake.SEND_QUEUE)
    assert broadcasts.prepare(core) == PEOPLE
    assert set(bulk.written(core, started.id)) == everybody()
    assert not wake.wake(core.redis, wake.SEND_QUEUE), "it was asked for already"
    done = decisions.look(core, started.id)
    assert done.prepared_at is not None
    assert broadcasts.prepare(core) == 0


def test_a_message_knows_when_it_is_too_late_and_what_it_is_about(core: Core, started: Broadcast) -> None:
    broadcasts.prepare(core)
    query = select(Message.purpose, Message.expires_at, Message.activity_id, Message.priority)
    (row,) = set(rows(core.db, query.where(Message.broadcast_id == started.id)))
    assert row == ("broadcast", started.plan.expires_at, started.activity_id, 3)


def test_one_text_is_one_digest_and_opens_again(core: Core, started: Broadcast) -> None:
    broadcasts.prepare(core)
    digests = column(core.db, select(Message.body_digest).where(Message.broadcast_id == started.id))
    assert (len(digests), len(set(digests))) == (PEOPLE, 1)
    assert set(bulk.written(core, started.id).values()) == {"Bonjour"}


def test_two_offices_at_once_write_everybody_once(core: Core, started: Broadcast) -> None:
    new = together(3, lambda _number: broadcasts.prepare(core))
    assert sum(new) == PEOPLE
    assert set(bulk.written(core, started.id)) == everybody()
    assert decisions.look(core, started.id).excluded == {}


@contextmanager
def cut_off(db: Database, monkeypatch: pytest.MonkeyPatch, after: int) -> Iterator[None]:
    """The connection breaks in the middle of a slice, between its messages and its commit, after so many slices."""
    write, slices_written = messages.write, itertools.count()

    def written(connection: Connection, some: list[dict[str, object]]) -> int:
        number = write(connection, some)
        if next(slices_written) == after:
            if connection.dialect.name == "postgresql":
                with db.engine.connect() as other:
                    mine = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
                    other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": mine})
            else:
                connection.exec_driver_sql("ROLLBACK")  # what a killed process leaves behind
                raise DatabaseAway("killed")
        return number

    with monkeypatch.context() as patched:
        patched.setattr(messages, "write", written)
        yield


@pytest.mark.parametrize("after", range(4))
def test_a_slice_cut_off_before_its_commit_is_written_again(
    core: Core, started: Broadcast, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    with cut_off(core.db, monkeypatch, after), pytest.raises(DatabaseAway):
        broadcasts.prepare(core)
    assert len(bulk.written(core, started.id)) == 2 * after
    assert broadcasts.prepare(core) == PEOPLE - 2 * after
    assert set(bulk.written(core, started.id)) == everybody()


def one_slice(core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    """The office writes a slice, and its time is over."""
    with monkeypatch.context() as patched:
        patched.setattr(preparing, "AT_MOST_SECONDS", -1)
        assert broadcasts.prepare(core) == 2


def test_an_office_whose_time_is_over_asks_for_another(
    core: Core, started: Broadcast, monkeypatch: pytest.MonkeyPatch
) -> None:
    wake.woken(core.redis, wake.OFFICE_QUEUE)
    one_slice(core, monkeypatch)
    assert not wake.wake(core.redis, wake.OFFICE_QUEUE), "it was asked for already"


def test_a_pause_holds_between_two_slices_and_a_stop_for_good(
    core: Core, started: Broadcast, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_slice(core, monkeypatch)
    decisions.pause(core, started.id, by="Fanta")
    assert bulk.office(core) == 0
    decisions.resume(core, started.id, by="Fanta")
    one_slice(core, monkeypatch)
    decisions.stop(core, started.id, by="Fanta")
    assert bulk.office(core) == 0
    assert dict(bulk.counted(core, started.id).states) == {"skipped": 4}


def test_a_slice_under_way_when_it_is_stopped_leaves_nothing_behind(
    core: Core, started: Broadcast, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = slices.Reader.slice

    def stopped_meanwhile(reader: slices.Reader, after: int) -> slices.Slice:
        found = read(reader, after)
        decisions.stop(core, started.id, by="Fanta")
        return found

    monkeypatch.setattr(slices.Reader, "slice", stopped_meanwhile)
    assert broadcasts.prepare(core) == 0
    assert bulk.written(core, started.id) == {}


def test_who_joins_while_a_slice_is_under_way_is_not_lost_by_asking_again(
    core: Core, started: Broadcast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first slice was read without her; she registers; it is reopened: the slice has to be read again."""
    read, once = slices.Reader.slice, itertools.count()

    def joined_meanwhile(reader: slices.Reader, after: int) -> slices.Slice:
        found = read(reader, after)
        if next(once) == 0:
            with core.db.begin() as connection:
                connection.execute(text("UPDATE registrations SET state = 'registered' WHERE contact_id = 1"))
                assert states.move(connection, started.id, "reopen", now=datetime.now(UTC))
        return found

    with core.db.begin() as connection:
        connection.execute(text("UPDATE registrations SET state = 'cancelled' WHERE contact_id = 1"))
    monkeypatch.setattr(slices.Reader, "slice", joined_meanwhile)
    assert broadcasts.prepare(core) == PEOPLE
    assert set(bulk.written(core, started.id)) == everybody()


def test_what_is_too_late_is_counted_and_not_written(
    core: Core, started: Broadcast, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_slice(core, monkeypatch)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=30)):
        assert broadcasts.prepare(core) == 0
    late = decisions.look(core, started.id)
    assert late.excluded == {"too_late": PEOPLE - 2}
    assert late.prepared_at is not None


def test_large_and_small_broadcasts_are_written_in_turn(
    core: Core, started: Broadcast, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = bulk.submitted(core, bulk.plan(core, {"activity": bulk.coming(core), "language": ["fr"]}))
    order: list[int] = []
    write = preparing._write

    def noted(core: Core, broadcast: Broadcast, reader: slices.Reader) -> int:
        order.append(broadcast.id)
        return write(core, broadcast, reader)

    monkeypatch.setattr(preparing, "_write", noted)
    assert broadcasts.prepare(core) == 2 * PEOPLE
    assert order[:4] == [started.id, small.id, started.id, small.id]


def test_nobody_to_write_to_is_done_at_once(core: Core) -> None:
    made = bulk.submitted(core, bulk.plan(core))
    assert bulk.office(core) == 0
    assert decisions.look(core, made.id).state == "done"


def test_the_clock_wakes_the_office_when_something_waits_for_it(core: Core, started: Broadcast) -> None:
    def asked() -> bool:
        wake.woken(core.redis, wake.OFFICE_QUEUE)
        broadcasts.ask_if_due(core)
        return not wake.wake(core.redis, wake.OFFICE_QUEUE)

    assert asked()
    broadcasts.prepare(core)
    assert not asked()
    decisions.pause(core, started.id, by="Fanta")
    with core.db.begin() as connection:
        states.move(connection, started.id, "resume", now=datetime.now(UTC))
    assert asked()
