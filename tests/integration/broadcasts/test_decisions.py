"""Who may do what with a broadcast, when it starts, and the trail that is kept."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from jamakan import broadcasts
from jamakan.broadcasts import decisions, drafting
from jamakan.broadcasts.standing import leaves_from, standing
from jamakan.core import Core
from jamakan.house_rules import changing
from jamakan.programme.broadcasts import BroadcastError, MoveRefused
from jamakan.programme.plan import Broadcast
from jamakan.store import spending
from jamakan.store.broadcasts import records, states
from jamakan.store.models import BroadcastEvent, Message
from tests.support import bulk
from tests.support.rows import column

TODAY = datetime.now(UTC).date()


@pytest.fixture
def house(core: Core) -> Core:
    """Three people with a seat; a second person looks at anything that goes to more than two lines."""
    for number in (1, 2, 3):
        bulk.registered(core, number)
    return bulk.with_settings(core, approval_over=2)


def trail(core: Core, broadcast_id: int) -> list[tuple[str, str, str]]:
    with core.db.read() as connection:
        return [(event, state, by) for event, state, by, _, _ in records.trail(connection, broadcast_id)]


def small(core: Core) -> Broadcast:
    return bulk.submitted(core, bulk.plan(core, {"activity": bulk.coming(core), "language": ["en"]}))


def test_a_small_one_goes_by_itself(house: Core) -> None:
    made = small(house)
    assert made.state == "sending"
    assert trail(house, made.id) == [
        ("submit", "waiting", "Awa"),
        ("approve", "scheduled", ""),
        ("start", "sending", ""),
    ]


def test_a_large_one_waits_for_a_second_person(house: Core) -> None:
    made = bulk.submitted(house, bulk.plan(house))
    assert (made.state, made.reason) == ("waiting", "it goes to 3 lines, more than 2")
    assert bulk.office(house) == 0
    with pytest.raises(BroadcastError, match="nobody approves their own"):
        decisions.approve(house, made.id, by="  awa")
    agreed = decisions.approve(house, made.id, by="Fanta")
    assert (agreed.state, agreed.approved_by, agreed.approved_lines) == ("sending", "Fanta", 3)
    assert bulk.office(house) == 3


def test_who_changed_its_words_is_an_author_too(house: Core) -> None:
    made = bulk.submitted(house, bulk.plan(house))
    drafting.edit(house, made.id, bulk.plan(house, texts={"fr": "Autrement"}), by="Fanta")
    decisions.submit(house, made.id, by="Awa")
    with pytest.raises(BroadcastError, match="their own"):
        decisions.approve(house, made.id, by="Fanta")
    assert decisions.approve(house, made.id, by="Moussa").state == "sending"


def test_what_is_agreed_to_is_what_was_seen(house: Core) -> None:
    made = bulk.submitted(house, bulk.plan(house))
    with house.db.read() as connection:
        seen = states.mark(connection, made.id)
    drafting.edit(house, made.id, bulk.plan(house, texts={"fr": "Tout autre chose"}), by="Awa")
    decisions.submit(house, made.id, by="Awa")
    with pytest.raises(BroadcastError, match="changed since you looked"):
        decisions.approve(house, made.id, by="Fanta", seen=seen)
    assert decisions.look(house, made.id).state == "waiting"


def test_a_name_is_needed_for_what_somebody_must_agree_to(house: Core) -> None:
    unnamed = drafting.create(house, bulk.plan(house), by="")
    with pytest.raises(BroadcastError, match="say who you are"):
        decisions.submit(house, unnamed.id, by="")
    decisions.submit(house, unnamed.id, by="Awa")
    with pytest.raises(BroadcastError, match="made without a name"):
        decisions.approve(house, unnamed.id, by="Fanta")


def test_a_rejected_one_goes_back_to_its_author_with_the_reason(house: Core) -> None:
    made = bulk.submitted(house, bulk.plan(house))
    back = decisions.reject(house, made.id, by="Fanta", reason="le lieu manque")
    assert (back.state, back.reason) == ("draft", "le lieu manque")
    assert "sent back: le lieu manque" in standing(house, back, datetime.now(UTC))


def test_past_the_warning_line_of_the_month_everything_waits(core: Core) -> None:
    bulk.registered(core, 1)
    poor = bulk.with_settings(core, monthly_cap=100.0, budget_warning=0.5)
    with core.db.begin() as connection:
        spending.add(connection, datetime.now(UTC).date(), "africastalking", spending.Cost(43_000_000))
    made = bulk.submitted(poor, bulk.plan(poor))
    assert made.state == "waiting"
    assert made.reason == "the month would have cost 51 XOF, past the warning line of 50 XOF"


def test_an_audience_that_grew_past_what_was_agreed_needs_a_new_look(house: Core) -> None:
    later = bulk.plan(house, starts_at=datetime.now(UTC) + timedelta(hours=1))
    made = bulk.submitted(house, later)
    decisions.approve(house, made.id, by="Fanta")
    bulk.registered(house, 4)
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=2)):
        assert bulk.office(house) == 0
        paused = decisions.look(house, made.id)
        assert paused.state == "paused"
        assert "goes to 4 lines, more than 2" in paused.reason
        assert "3 lines were agreed" in paused.reason
        assert decisions.resume(house, made.id, by="Awa").state == "paused"  # nobody gets round it
        with pytest.raises(BroadcastError, match="their own"):
            decisions.approve(house, made.id, by="Awa")
        assert decisions.approve(house, made.id, by="Moussa").state == "sending"
        assert bulk.office(house) == 4


def test_nothing_leaves_before_its_time_nor_outside_the_hours(core: Core) -> None:
    bulk.registered(core, 1)
    house = bulk.with_settings(core, send_from="08:00", send_until="20:00", no_send_days=())
    noon = datetime.combine(TODAY, datetime.min.time(), UTC) + timedelta(hours=12)
    with time_machine.travel(noon) as clock:
        made = bulk.submitted(house, bulk.plan(house, starts_at=noon + timedelta(hours=9), sends_from="10:00"))
        assert bulk.office(house) == 0
        clock.move_to(noon + timedelta(hours=9, minutes=1))  # 21:01
        assert bulk.office(house) == 0
        waiting = standing(house, decisions.look(house, made.id), datetime.now(UTC))
        assert f"nothing leaves before {TODAY + timedelta(days=1)} 10:00" in waiting
        clock.move_to(noon + timedelta(hours=22))
        assert bulk.office(house) == 1


def test_one_whose_hours_meet_the_houses_no_more_is_paused_and_holds_up_no_other(core: Core) -> None:
    """Its hours were checked against a rule that staff changed since: once it kept the clock and the office down."""
    bulk.registered(core, 1)
    house = bulk.with_settings(core, send_from="08:00", send_until="20:00", no_send_days=())
    noon = datetime.combine(TODAY, datetime.min.time(), UTC) + timedelta(hours=12)
    with time_machine.travel(noon, tick=False) as clock:
        soon = noon + timedelta(hours=1)
        early = bulk.submitted(house, bulk.plan(house, starts_at=soon, sends_until="10:00"))
        other = bulk.submitted(house, bulk.plan(house, starts_at=soon))
        changing.change(house, {"send_from": "11:00"}, None)
        assert leaves_from(house, early, noon) is None
        assert "can never leave" in standing(house, early, noon)
        clock.move_to(soon)
        broadcasts.ask_if_due(house)
        assert bulk.office(house) == 1
    paused = decisions.look(house, early.id)
    assert (paused.state, paused.reason) == ("paused", "the hours end (10:00) before they begin (11:00)")
    assert decisions.look(house, other.id).state == "sending"


def test_what_expired_before_it_could_leave_is_stopped(house: Core) -> None:
    made = bulk.submitted(house, bulk.plan(house, starts_at=datetime.now(UTC) + timedelta(hours=1)))
    decisions.approve(house, made.id, by="Fanta")
    with time_machine.travel(datetime.now(UTC) + timedelta(days=30)):
        assert broadcasts.start_due(house) == 0
    stopped = decisions.look(house, made.id)
    assert (stopped.state, stopped.reason) == ("stopped", "it was too late to be of use before it could leave")


def test_pause_resume_and_stop_act_at_once(house: Core) -> None:
    made = small(house)
    assert decisions.pause(house, made.id, by="Fanta", reason="une faute").reason == "une faute"
    assert bulk.office(house) == 0
    assert decisions.resume(house, made.id, by="Awa").state == "sending"
    assert decisions.stop(house, made.id, by="Awa").state == "stopped"
    with pytest.raises(MoveRefused, match="nothing, it has ended"):
        decisions.resume(house, made.id, by="Awa")


def test_stopping_skips_what_waits(core: Core) -> None:
    for number in (1, 2):
        bulk.registered(core, number)
    made = bulk.submitted(core, bulk.plan(core))
    assert bulk.office(core) == 2
    decisions.stop(core, made.id, by="Awa", reason="annulé")
    assert dict(bulk.counted(core, made.id).skipped) == {"stopped": 2}
    assert set(column(core.db, select(Message.final_at).where(Message.broadcast_id == made.id))) != {None}


def test_an_office_that_was_killed_while_stopping_goes_on(core: Core) -> None:
    bulk.registered(core, 1)
    made = bulk.submitted(core, bulk.plan(core))
    bulk.office(core)
    with core.db.begin() as connection:  # the first half of a stop
        assert states.move(connection, made.id, "stop", by="Awa", now=datetime.now(UTC))
    broadcasts.start_due(core)
    assert dict(bulk.counted(core, made.id).states) == {"skipped": 1}


def test_what_began_to_leave_cannot_be_changed(house: Core) -> None:
    made = small(house)
    decisions.pause(house, made.id, by="Awa")
    with pytest.raises(BroadcastError, match="began to leave"):
        drafting.edit(house, made.id, bulk.plan(house), by="Awa")


def test_a_raised_cap_is_for_somebody_else_to_grant(house: Core) -> None:
    made = bulk.submitted(house, bulk.plan(house, cap_micros=8_000_000))
    decisions.approve(house, made.id, by="Fanta")
    decisions.pause(house, made.id, by="Fanta", reason="its cap is reached")
    with pytest.raises(BroadcastError, match="nobody raises the cap of their own"):
        decisions.resume(house, made.id, by="Awa", cap=100)
    assert decisions.resume(house, made.id, by="Fanta", cap=100).plan.cap_micros == 100_000_000


def test_a_copy_is_a_draft_from_now_on(house: Core) -> None:
    made = small(house)
    copied = drafting.copy(house, made.id, by="Fanta")
    assert (copied.state, copied.created_by, copied.started_at) == ("draft", "Fanta", None)
    assert copied.plan.texts == made.plan.texts
    assert copied.plan.audience == made.plan.audience
    assert copied.plan.starts_at > made.plan.starts_at


def test_two_clicks_make_one_broadcast(house: Core) -> None:
    one, two = (drafting.create(house, bulk.plan(house), by="Awa", dedupe="form-7") for _ in range(2))
    assert one.id == two.id


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"kind": "advert"}, "there is no kind 'advert'; there are reminder, invitation, answer"),
        ({"texts": {"en": "Hi"}}, "no text in French"),
        ({"channel": "pigeon"}, "there is no channel 'pigeon' here; there are africastalking"),
        ({"channel": "africastalking", "fallback": "africastalking"}, "fallback is its own channel"),
        ({"sends_from": "25:00"}, "hours are written HH:MM"),
        ({"sends_from": "12:00", "sends_until": "11:00"}, "it could never leave"),
        ({"cap_micros": 0}, "lets nothing leave"),
        ({"expires_at": datetime(2020, 1, 1, tzinfo=UTC)}, "too late before it may leave"),
        ({"kind": "reminder", "activity": ""}, "a reminder is about an activity"),
        ({"kind": "reminder", "activity": "bamako-2025-12-17"}, "has begun: nobody is reminded"),
        ({"activity": "nowhere"}, "there is no activity 'nowhere'"),
    ],
)
def test_a_plan_that_cannot_be_sent_is_refused(core: Core, changed: dict[str, object], problem: str) -> None:
    with pytest.raises(BroadcastError, match=problem):
        drafting.create(core, bulk.plan(core, **changed), by="Awa")


def test_every_problem_of_a_plan_is_told_at_once(core: Core) -> None:
    with pytest.raises(BroadcastError) as refused:
        drafting.create(core, bulk.plan(core, {"region": ["paris"]}, texts={"bm": "{x}"}, channel="x"), by="Awa")
    assert len(str(refused.value).splitlines()) == 5


def test_a_trail_is_only_ever_added_to(house: Core) -> None:
    made = small(house)
    before = column(house.db, select(BroadcastEvent.id).order_by(BroadcastEvent.id))
    decisions.pause(house, made.id, by="Awa")
    assert column(house.db, select(BroadcastEvent.id).order_by(BroadcastEvent.id))[: len(before)] == before
