"""Two staff and the house do anything in any order: nothing leaves that a second person did not agree to."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from jamakan.broadcasts import decisions, drafting
from jamakan.core import Core
from jamakan.programme import broadcasts as life
from jamakan.programme.broadcasts import BroadcastError
from jamakan.store.broadcasts import records, states
from jamakan.store.messages import SENT
from jamakan.store.models import Message
from tests.support import bulk

STAFF = ("Awa", "Fanta")


def carry(core: Core, broadcast_id: int) -> None:
    """The send worker hands over what is written."""
    with core.db.begin() as connection:
        of_it = Message.broadcast_id == broadcast_id, Message.state == "queued"
        connection.execute(update(Message).where(*of_it).values(state=SENT))
    states.finish_done(core.db, datetime.now(UTC))


DEEDS: dict[str, Callable[[Core, int, str], object]] = {
    "edit": lambda core, number, by: drafting.edit(core, number, bulk.plan(core), by=by),
    "submit": lambda core, number, by: decisions.submit(core, number, by=by),
    "approve": lambda core, number, by: decisions.approve(core, number, by=by),
    "reject": lambda core, number, by: decisions.reject(core, number, by=by, reason="non"),
    "pause": lambda core, number, by: decisions.pause(core, number, by=by),
    "resume": lambda core, number, by: decisions.resume(core, number, by=by),
    "reopen": lambda core, number, by: decisions.reopen(core, number, by=by),
    "stop": lambda core, number, by: decisions.stop(core, number, by=by),
    "office": lambda core, _number, _by: bulk.office(core),
    "carry": lambda core, number, _by: carry(core, number),
}
# What moves a broadcast on is drawn more often, else few would ever leave.
STEPS = st.tuples(
    st.sampled_from([*DEEDS, "submit", "approve", "approve", "office", "office", "carry"]), st.sampled_from(STAFF)
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(author=st.sampled_from(STAFF), steps=st.lists(STEPS, min_size=5, max_size=15))
def test_nothing_leaves_without_a_second_persons_word(core: Core, author: str, steps: list[tuple[str, str]]) -> None:
    house = bulk.with_settings(core, approval_over=0)
    bulk.registered(house, 1)
    number = drafting.create(house, bulk.plan(house), by=author).id
    ended = False
    for deed, person in steps:
        with suppress(BroadcastError):
            DEEDS[deed](house, number, person)
        state = bulk.state(house, number)
        assert not ended or state == life.STOPPED
        ended = state == life.STOPPED
        if state == life.SENDING or bulk.written(house, number):
            assert agreed_by_another(house, number)


def agreed_by_another(core: Core, number: int) -> bool:
    """Whether somebody without a hand in it approved it, after the last change of it."""
    with core.db.read() as connection:
        events = [(row.event, row.by) for row in records.trail(connection, number)]
        authors = records.authors(connection, number)
    last_change = max((place for place, (event, _) in enumerate(events) if event in life.AUTHORING), default=-1)
    approvers = {by for event, by in events[last_change + 1 :] if event == life.APPROVE}
    return bool(approvers) and not approvers & authors
