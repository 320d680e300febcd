"""Invited to a survey by a broadcast, and silent: asked once more, never late, and not once they began."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from jamakan import events
from jamakan.broadcasts import drafting
from jamakan.followups import occasions
from jamakan.followups.forecast import forecast
from jamakan.programme.broadcasts import BroadcastError
from jamakan.store import surveys
from jamakan.store.models import Broadcast, Message
from tests.support import bulk
from tests.support.followups import Office
from tests.support.outbox import broadcast, queue
from tests.support.stories import NOON, Phone, dialogue_of

RULE = """
again:
  after_invitation: 2 days
  flow: feedback
  text: {fr: "{org} : {title} ? Envoyez AVIS.", en: "{org}: {title}? Send FEEDBACK."}
"""
AGAIN = "COCEM : Votre avis ? Envoyez AVIS."


@pytest.fixture
def awa() -> Phone:
    return Phone("+22370000001")


@pytest.fixture
def house(office: Office) -> Office:
    office.core.book.publish()
    office.goes_by(RULE)
    return office


def invited(
    office: Office, *people: Phone, survey: str = "feedback", at: datetime = NOON, state: str = "sent"
) -> int:
    """A broadcast naming a survey, whose messages left at that moment."""
    db = office.core.db
    number = broadcast(db, f"{survey} {at} {state}", survey=survey)
    for person in people:
        queue(db, person, ("broadcast", "Donnez votre avis"), broadcast_id=number)
    with db.begin() as connection:
        left = update(Message).where(Message.broadcast_id == number)
        moment = {"created_at": at, "sent_at": None if state == "failed" else at}
        connection.execute(left.values(state=state, attempted_at=at, **moment))
    return number


def days(number: float) -> datetime:
    return NOON + timedelta(days=number)


def test_who_does_not_answer_is_asked_once_more(house: Office, awa: Phone) -> None:
    invited(house, awa)
    assert house.works(days(1.9)) == 0
    assert house.works(days(2.1), times=5) == 1
    assert house.texts(awa) == [AGAIN]
    (written,) = house.wrote(awa)
    assert (written.leaves, written.ends) == (days(2.1), days(4))


def test_in_hours_and_days_within_the_houses_hours(house: Office, awa: Phone) -> None:
    house.goes_by(RULE.replace("2 days", "10 hours"), at=NOON - timedelta(days=1))
    invited(house, awa)
    assert house.works(NOON + timedelta(hours=10, minutes=1)) == 1  # at 22:01: it leaves in the morning
    assert [one.leaves for one in house.wrote(awa)] == [datetime(2026, 11, 24, 8, tzinfo=NOON.tzinfo)]


@pytest.mark.parametrize(
    ("state", "asked"), [("sent", 1), ("delivered", 1), ("unreported", 1), ("failed", 0), ("uncertain", 0)]
)
def test_only_those_the_invitation_reached(house: Office, awa: Phone, state: str, asked: int) -> None:
    invited(house, awa, state=state)
    assert house.works(days(2.1)) == asked


def test_once_however_many_invitations_there_were(house: Office, awa: Phone) -> None:
    invited(house, awa)
    invited(house, awa, at=NOON + timedelta(hours=1))
    assert house.works(days(2.5)) == 1
    invited(house, awa, at=days(7))
    assert house.works(days(9.5)) == 0


def test_who_began_since_or_said_stop_is_left_alone(house: Office, awa: Phone) -> None:
    moussa, fatou = Phone("+22370000002"), Phone("+22370000003")
    invited(house, awa, moussa, fatou)
    later = Phone(awa.number, v=awa.v, start=days(1))
    house.hears(later.says(events.DialogueStarted(dialogue_of(awa), "feedback", "v1", "fr")))
    house.hears(fatou.says(events.OptedOut()))
    assert house.works(days(2.1)) == 1
    assert house.texts(moussa) == [AGAIN]


def test_an_answer_of_before_the_invitation_is_none_to_it(house: Office, awa: Phone) -> None:
    house.hears(awa.says(events.DialogueStarted(dialogue_of(awa), "feedback", "v1", "fr")))
    invited(house, awa, at=days(1))
    assert house.works(days(3.1)) == 1


def test_who_goes_on_with_what_they_began_before_is_not_silent(house: Office, awa: Phone) -> None:
    house.hears(awa.says(events.DialogueStarted(dialogue_of(awa), "feedback", "v1", "fr")))
    invited(house, awa, at=days(1))
    later = Phone(awa.number, v=awa.v, start=days(2))
    house.hears(later.says(events.Answered(dialogue_of(awa), "liked", "select_one", "yes", False)))
    assert house.works(days(3.1)) == 0


def test_an_invitation_sent_again_asks_nobody_who_answered_the_first_time(house: Office, awa: Phone) -> None:
    number = invited(house, awa)
    later = Phone(awa.number, v=awa.v, start=days(0.5))
    house.hears(later.says(events.DialogueStarted(dialogue_of(awa), "feedback", "v1", "fr")))
    with house.core.db.begin() as connection:
        again = update(Message).where(Message.broadcast_id == number)
        connection.execute(again.values(attempted_at=days(1), sent_at=days(1)))
    assert house.works(days(3.1)) == 0


@pytest.mark.parametrize(("state", "asked"), [("open", 1), ("paused", 0), ("closed", 0)])
def test_nobody_is_called_to_a_survey_that_takes_nobody(house: Office, awa: Phone, state: str, asked: int) -> None:
    invited(house, awa)
    flow = house.core.book.current("feedback")
    with house.core.db.begin() as connection:
        surveys.publish(connection, flow, house.core.book.source("feedback"), "AVIS", NOON)
        surveys.move(connection, "feedback", {"open"}, state)
    assert len(list(forecast(house.core, occasions.published(house.core), days(1.5), days(3)))) == asked
    assert house.works(days(2.1)) == asked


def test_who_begins_while_it_waits_for_the_morning_does_not_get_it(house: Office, awa: Phone) -> None:
    invited(house, awa, at=NOON + timedelta(hours=9))
    assert house.works(days(2) + timedelta(hours=9, minutes=5)) == 1
    night = Phone(awa.number, v=awa.v, start=days(2.4))
    house.hears(night.says(events.DialogueStarted(dialogue_of(awa), "feedback", "v1", "fr")))
    assert [(one.state, one.reason) for one in house.wrote(awa)] == [("skipped", "the person went on by themselves")]


def test_a_broadcast_to_another_survey_or_to_none_is_no_invitation(house: Office, awa: Phone) -> None:
    invited(house, awa, survey="knowledge")
    invited(house, awa, survey="")
    assert house.works(days(2.1)) == 0


def test_never_late_and_nothing_of_before_the_rule(house: Office, awa: Phone) -> None:
    invited(house, awa)
    invited(house, Phone("+22370000002"), at=NOON - timedelta(days=3))  # fell due before the rule was there
    assert house.works(days(4.1)) == 0


def test_the_dry_run_foretells_it_and_says_who_is_left_out(house: Office, awa: Phone) -> None:
    moussa, fatou = Phone("+22370000002"), Phone("+22370000003")
    invited(house, awa, moussa, fatou)
    invited(house, awa, at=NOON + timedelta(hours=1))
    later = Phone(moussa.number, v=moussa.v, start=days(1))
    house.hears(later.says(events.DialogueStarted(dialogue_of(moussa), "feedback", "v1", "fr")))
    house.hears(fatou.says(events.OptedOut()))
    told = list(forecast(house.core, occasions.published(house.core), days(1.5), days(3)))
    assert [(one.text, one.left_out) for one in told] == [
        (AGAIN, ""),
        ("", "began the survey"),
        ("", "stopped messages"),
        ("", "same phone line"),
    ]
    house.works(days(2.1))
    after = list(forecast(house.core, occasions.published(house.core), days(2.2), days(3)))
    assert after[0].left_out == "written to before"


def test_a_broadcast_names_a_survey_there_is(house: Office) -> None:
    with pytest.raises(BroadcastError, match=r"there is no survey 'nothing'; there are .*feedback"):
        drafting.create(house.core, bulk.plan(house.core, survey="nothing"), by="Awa")
    made = drafting.create(house.core, bulk.plan(house.core, survey="feedback"), by="Awa")
    with house.core.db.read() as connection:
        assert connection.execute(select(Broadcast.survey).where(Broadcast.id == made.id)).scalar_one() == "feedback"
