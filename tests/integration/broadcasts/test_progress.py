"""How far a broadcast is at any moment, and what did not arrive."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from jamakan.broadcasts import decisions, watching
from jamakan.core import Core
from jamakan.store.broadcasts import states
from jamakan.store.broadcasts.progress import failures
from jamakan.store.models import Broadcast, Contact, Message
from tests.support import bulk
from tests.support.rows import column
from tests.support.stories import VAULT

FATES = (
    ("queued", ""),
    ("sending", ""),
    ("sent", ""),
    ("delivered", ""),
    ("failed", "UserDoesNotExist"),
    ("uncertain", "no answer from the carrier (ReadTimeout)"),
    ("unreported", ""),
    ("expired", "too late to be of use"),
    ("skipped", "opted_out"),
    ("skipped", "too many messages that day"),
)


def sent_to(core: Core, people: int) -> int:
    """A broadcast whose messages are written."""
    for number in range(1, people + 1):
        bulk.registered(core, number)
    made = bulk.submitted(core, bulk.plan(core))
    bulk.office(core)
    return made.id


def fates(core: Core, broadcast_id: int, *told: tuple[str, str]) -> None:
    """What the outbox and the carrier made of them."""
    of_it = select(Message.id).where(Message.broadcast_id == broadcast_id).order_by(Message.id)
    for message, (state, reason) in zip(column(core.db, of_it), told, strict=True):
        with core.db.begin() as connection:
            statement = update(Message).where(Message.id == message)
            connection.execute(statement.values(state=state, reason=reason))


def test_every_state_is_counted_and_skipped_ones_by_reason(core: Core) -> None:
    made = sent_to(core, len(FATES))
    fates(core, made, *FATES)
    seen = bulk.counted(core, made)
    assert seen.states == {**{state: 1 for state, _ in FATES}, "skipped": 2}
    assert seen.skipped == {"opted_out": 1, "too many messages that day": 1}
    assert (seen.lines, seen.left) == (10, 2)


def test_a_line_that_went_another_way_counts_once(core: Core) -> None:
    made = sent_to(core, 2)
    fates(core, made, ("rerouted", "CouldNotRoute"), ("delivered", ""))
    with core.db.begin() as connection:
        connection.execute(update(Message).where(Message.state == "delivered").values(replaces_id=1))
    assert bulk.counted(core, made).lines == 1


def test_it_is_done_when_nothing_waits_any_more(core: Core) -> None:
    made = sent_to(core, 2)
    now = datetime.now(UTC)
    fates(core, made, ("sent", ""), ("sending", ""))
    assert states.finish_done(core.db, now) == 0
    fates(core, made, ("sent", ""), ("uncertain", "no answer"))
    assert states.finish_done(core.db, now) == 1
    done = decisions.look(core, made)
    assert (done.state, done.finished_at) == ("done", now)
    assert states.finish_done(core.db, now) == 0


def test_a_message_sent_again_by_staff_opens_a_done_one(core: Core) -> None:
    made = sent_to(core, 1)
    fates(core, made, ("uncertain", "no answer"))
    states.finish_done(core.db, datetime.now(UTC))
    fates(core, made, ("queued", "sent again by staff"))
    with core.db.begin() as connection:
        assert states.move(connection, made, "resend", by="Fanta", now=datetime.now(UTC))
    assert bulk.state(core, made) == "sending"
    assert bulk.office(core) == 0
    assert bulk.state(core, made) == "sending"
    fates(core, made, ("sent", ""))
    states.finish_done(core.db, datetime.now(UTC))
    assert bulk.state(core, made) == "done"


def test_one_that_is_not_all_written_is_never_done(core: Core) -> None:
    made = sent_to(core, 1)
    fates(core, made, ("delivered", ""))
    with core.db.begin() as connection:
        connection.execute(update(Broadcast).values(prepared_at=None))
    assert states.finish_done(core.db, datetime.now(UTC)) == 0


def test_what_did_not_arrive_is_listed_in_order_and_by_state(core: Core) -> None:
    made = sent_to(core, len(FATES))
    fates(core, made, *FATES)
    with core.db.read() as connection:
        found = list(failures(connection, VAULT, made))
        uncertain = [one.phone for one in failures(connection, VAULT, made, ("uncertain",))]
    assert [one.state for one in found] == ["failed", "uncertain", "unreported", "expired", "skipped", "skipped"]
    refs = column(core.db, select(Contact.ref).where(Contact.id == 6))
    assert [VAULT.ref("phone", phone) for phone in uncertain] == refs


def test_a_large_one_is_counted_for_all_who_watch_until_its_state_changes(
    core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = sent_to(core, 2)
    assert watching.watched(core, decisions.look(core, made)).states == {"queued": 2}
    monkeypatch.setattr(watching, "LARGE", 1)
    assert watching.watched(core, decisions.look(core, made)).states == {"queued": 2}
    fates(core, made, ("delivered", ""), ("skipped", "opted_out"))
    assert watching.watched(core, decisions.look(core, made)).states == {"queued": 2}
    decisions.pause(core, made, by="Awa")
    seen = watching.watched(core, decisions.look(core, made))
    assert (seen.states, seen.skipped) == ({"delivered": 1, "skipped": 1}, {"opted_out": 1})
