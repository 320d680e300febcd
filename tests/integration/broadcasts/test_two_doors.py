"""Staff come by the console, with an account, or by the command line, with a name: the same rules hold."""

import pytest

from jamakan.broadcasts import appraisal, decisions, drafting
from jamakan.broadcasts.counting import count
from jamakan.core import Core
from jamakan.programme.broadcasts import BroadcastError, Changed
from jamakan.staff import accounts
from jamakan.store.broadcasts import records, states
from jamakan.store.staff import trail
from jamakan.store.staff.signatures import signature
from tests.support import bulk
from tests.support.console import PASSWORD
from tests.support.rows import everything_in


@pytest.fixture
def house(core: Core) -> Core:
    """Two people to write to; a second person looks at whatever goes to more than one."""
    for number in (1, 2):
        bulk.registered(core, number)
    return bulk.with_settings(core, approval_over=1)


@pytest.fixture
def oumou(house: Core) -> str:
    """How Oumou Bah's account signs."""
    return signature(accounts.add(house, "Oumou Bah", "oumou@example.org", "approver", PASSWORD).id)


def test_nobody_approves_their_own_by_the_other_door(house: Core, oumou: str) -> None:
    by_page = bulk.submitted(house, bulk.plan(house), by=oumou)
    by_line = bulk.submitted(house, bulk.plan(house), by="oumou bah")
    for made, other in ((by_page, "Oumou  BAH"), (by_page, oumou), (by_line, oumou), (by_line, "Oumou Bah")):
        with pytest.raises(BroadcastError, match="nobody approves their own"):
            decisions.approve(house, made.id, by=other)
    assert decisions.approve(house, by_page.id, by="Fanta").state == "sending"


def test_a_name_of_staff_rests_nowhere_in_clear_and_the_trail_knows_the_account(house: Core, oumou: str) -> None:
    made = bulk.submitted(house, bulk.plan(house), by=oumou)
    assert b"Oumou" not in everything_in(house.db)
    with house.db.read() as connection:
        told = trail.of_subject(connection, f"broadcast:{made.id}", 10)
    assert [(entry.action, entry.account_id) for entry in told] == [("broadcast.submit", 1), ("broadcast.made", 1)]


def test_whoever_saves_last_learns_that_somebody_was_quicker(house: Core) -> None:
    made = drafting.create(house, bulk.plan(house), by="Awa")
    with house.db.read() as connection:
        seen = states.mark(connection, made.id)
    drafting.edit(house, made.id, bulk.plan(house, texts={"fr": "Un"}), by="Awa", seen=seen)
    with pytest.raises(Changed):
        drafting.edit(house, made.id, bulk.plan(house, texts={"fr": "Deux"}), by="Fanta", seen=seen)
    assert decisions.look(house, made.id).plan.texts == {"fr": "Un"}


def test_a_draft_may_have_nobody_yet_and_goes_to_nobody(house: Core) -> None:
    made = drafting.create(house, bulk.plan(house, {"nobody": True}, texts={"fr": "Votez à {lieu}"}), by="Awa")
    assert count(house, made.plan, made.id).lines == 0
    with pytest.raises(BroadcastError, match="say whom it is for"):
        decisions.submit(house, made.id, by="Awa")


def test_what_was_counted_is_kept_until_something_changes(house: Core) -> None:
    made = drafting.create(house, bulk.plan(house), by="Awa")
    first = appraisal.appraise(house, made, 0)
    bulk.registered(house, 3)
    assert appraisal.appraise(house, made, 0) == first
    appraisal.forget(house, made.id)
    again = appraisal.appraise(house, made, 0)
    assert again.count is not None
    assert again.count.lines == 3
    drafting.edit(house, made.id, bulk.plan(house, {"sex": ["male"]}), by="Awa")
    with house.db.read() as connection:
        now, mark = records.find(connection, made.id), states.mark(connection, made.id)
    changed = appraisal.appraise(house, now, mark)
    assert changed.count is not None
    assert changed.count.lines == 0
