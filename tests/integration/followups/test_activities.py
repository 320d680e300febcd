"""Before and after an activity: to whom, when, once for ever, never late and never at night."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from jamakan import events
from jamakan.followups import publishing
from jamakan.store.models import Activity, Attendance, Registration
from tests.support.followups import BEGINS, ENDS, KAYES, MOPTI, Office, after, before
from tests.support.stories import NOON, Phone, dialogue_of
from tests.support.together import together

REMINDER = """
reminder:
  before_activity: 20 hours
  text:
    fr: "{org} : rappel, {activity} le {date} à {time}, {place}."
    en: "{org}: reminder, {activity} on {date} at {time}, {place}."
"""
CALL_BY_NAME = """
call:
  before_activity: 20 hours
  text: {fr: "{name}, {activity} le {date}. Code {code}."}
"""
ASK = """
ask:
  unanswered: 3 days
  flow: feedback
  who: [%s]
  text: {fr: "{org} : {title} sur {activity} ? Envoyez AVIS."}
"""
FRENCH = "COCEM : rappel, Kayes le 26–27 nov. 2026 à 09:00, Maison des jeunes, Kayes."


@pytest.fixture
def awa() -> Phone:
    return Phone("+22370000001")


@pytest.fixture
def moussa() -> Phone:
    return Phone("+22370000002")


@pytest.fixture
def fatou() -> Phone:
    return Phone("+22370000003")


def seats_are(office: Office, number: int) -> None:
    with office.core.db.begin() as connection:
        connection.execute(update(Activity).where(Activity.slug == KAYES).values(seats=number))


def test_everybody_with_a_seat_is_reminded_once_in_their_language(office: Office, awa: Phone, moussa: Phone) -> None:
    office.goes_by(REMINDER)
    office.hears(
        awa.registers(KAYES, "Awa"), moussa.says(events.LanguageSet("en")), moussa.registers(KAYES, "Moussa")
    )
    assert office.works(before(hours=21)) == 0
    assert office.works(before(hours=19), times=5) == 2
    assert office.texts(awa) == [FRENCH]
    assert office.texts(moussa) == ["COCEM: reminder, Kayes on 26–27 Nov 2026 at 09:00, Maison des jeunes, Kayes."]
    assert office.works(before(hours=1)) == 0


def test_it_says_when_it_may_leave_and_until_when(office: Office, awa: Phone) -> None:
    office.goes_by(REMINDER)
    office.hears(awa.registers(KAYES))
    office.works(before(hours=19, minutes=59))
    (written,) = office.wrote(awa)
    assert (written.leaves, written.ends) == (before(hours=19, minutes=59), BEGINS)


@pytest.mark.parametrize(
    ("rule", "leaves"),
    [
        ("before_activity: 12 hours", before(hours=1)),  # due at 21:00: at eight, an hour before it begins
        ("before_activity: 12 hours, expires: 11 hours", None),  # of no use at eight: never sent
        ("before_activity: 30 hours", before(hours=25)),  # due at 3:00
        ("after_activity: 5 hours", after(hours=16)),  # due at 21:00
    ],
)
def test_nothing_leaves_at_night(office: Office, awa: Phone, rule: str, leaves: object) -> None:
    office.goes_by(f"one: {{{rule}, text: {{fr: Bonjour}}}}")
    office.hears(awa.registers(KAYES))
    for hours in range(120):
        office.works(NOON + timedelta(hours=hours, minutes=30), times=1)
    at_night = [one.leaves for one in office.wrote()]
    assert at_night == ([leaves] if leaves else [])


def test_who_has_no_seat_or_stopped_messages_or_came_later_is_not_reminded(office: Office) -> None:
    waiting, gone, stopped, late = (Phone(f"+2237000001{n}") for n in range(4))
    seats_are(office, 3)
    office.goes_by(REMINDER)
    others = [Phone("+22370000001"), Phone("+22370000002")]
    office.hears(*(person.registers(KAYES) for person in others), stopped.registers(KAYES), waiting.registers(KAYES))
    office.hears(gone.registers(MOPTI), gone.says(events.CancelRequested("")), stopped.says(events.OptedOut()))
    seats_are(office, 10)
    office.hears(late.says(), late.registers(KAYES))
    with office.core.db.begin() as connection:
        connection.execute(
            update(Registration)
            .where(Registration.code == "100001", Registration.activity_id == office.activity(KAYES))
            .values(changed_at=NOON)
        )
        late_row = select(Registration.id).order_by(Registration.id.desc()).limit(1).scalar_subquery()
        connection.execute(
            update(Registration).where(Registration.id == late_row).values(changed_at=before(hours=10))
        )
    office.works(before(hours=5))
    assert [office.texts(person) != [] for person in others] == [True, True]
    assert [office.texts(person) for person in (waiting, gone, stopped, late)] == [[], [], [], []]


def test_a_new_rule_does_not_write_to_the_past(office: Office, awa: Phone) -> None:
    office.hears(awa.registers(KAYES))
    office.goes_by(REMINDER, at=before(hours=19))
    assert office.works(before(hours=18)) == 0
    office.goes_by("later:\n  before_activity: 1 hour\n  text: Bonjour", at=before(hours=19))
    assert office.works(before(minutes=50)) == 1


def test_what_falls_due_while_a_rule_is_paused_is_never_sent(office: Office, awa: Phone) -> None:
    office.goes_by(REMINDER)
    office.hears(awa.registers(KAYES))
    assert publishing.pause(office.core, "reminder", before(hours=30))
    assert office.works(before(hours=15)) == 0
    assert publishing.resume(office.core, "reminder", before(hours=10))
    assert office.works(before(hours=9)) == 0
    assert not publishing.resume(office.core, "reminder", before(hours=9))


def test_after_a_day_of_downtime_yesterdays_reminder_is_not_sent(office: Office, awa: Phone) -> None:
    office.goes_by(REMINDER + "thanks:\n  after_activity: 2 hours\n  expires: 6 hours\n  text: Merci")
    office.hears(awa.registers(KAYES))
    assert office.works(BEGINS) == 0
    assert office.works(after(hours=9)) == 0
    assert office.works(after(hours=24)) == 0


def test_a_line_is_reminded_once_and_called_by_each_name(office: Office, awa: Phone) -> None:
    office.goes_by(REMINDER + CALL_BY_NAME)
    office.hears(awa.registers(KAYES, "Awa"), awa.registers(KAYES, "Sira"))
    office.works(before(hours=19))
    assert sorted(office.texts(awa)) == [
        "Awa, Kayes le 26–27 nov. 2026. Code 100000.",
        FRENCH,
        "Sira, Kayes le 26–27 nov. 2026. Code 100001.",
    ]


def test_a_seat_given_up_takes_its_messages_back(office: Office, awa: Phone) -> None:
    """Sira's stay: she has a seat on the same line. Once she gives it up, nobody is left to remind."""
    office.goes_by(REMINDER + CALL_BY_NAME)
    office.hears(awa.registers(KAYES, "Awa"), awa.registers(KAYES, "Sira"))
    office.works(before(hours=19))
    office.hears(awa.says(events.CancelRequested("100000")))
    assert sorted(office.texts(awa)) == [FRENCH, "Sira, Kayes le 26–27 nov. 2026. Code 100001."]
    office.hears(awa.says(events.CancelRequested("100001")))
    assert office.texts(awa) == []
    assert {(one.state, one.reason) for one in office.wrote(awa)} == {("skipped", "seat given up")}


def test_a_seat_changed_for_another_takes_its_messages_back(office: Office, awa: Phone) -> None:
    office.goes_by(REMINDER)
    office.hears(awa.registers(KAYES, "Awa"))
    office.works(before(hours=19))
    office.hears(awa.registers(MOPTI, "Awa", mode="change"))
    assert office.texts(awa) == []


def test_two_office_workers_at_once_write_each_message_once(office: Office) -> None:
    people = [Phone(f"+223701000{n:02}") for n in range(40)]
    office.goes_by(REMINDER + CALL_BY_NAME)
    office.hears(*(person.registers(KAYES, person.number) for person in people))
    assert sum(together(3, lambda _which: office.works(before(hours=19)))) == 80
    assert len(office.wrote()) == 80


def test_months_without_days_remind_nobody(office: Office) -> None:
    """Of the past series only the month is known: `first of November at nine` would be a lie."""
    with office.core.db.begin() as connection:
        connection.execute(update(Activity).where(Activity.slug == KAYES).values(precision="month"))
    awa = Phone("+22370000001")
    office.goes_by(REMINDER)
    office.hears(awa.registers(KAYES))
    assert office.works(before(hours=19)) == 0


def feedback(person: Phone) -> list[events.Event]:
    return [events.DialogueStarted(dialogue_of(person), "feedback", "v1", "fr")]


def test_those_who_did_not_begin_the_survey_are_asked(
    office: Office, awa: Phone, moussa: Phone, fatou: Phone
) -> None:
    """Moussa began it after the activity; Fatou's opinion is of another time."""
    office.goes_by(ASK % "registered, confirmed")
    office.hears(fatou.says(*feedback(fatou), at=before(days=2)))
    office.hears(*(person.registers(KAYES) for person in (awa, moussa, fatou)))
    office.hears(moussa.says(*feedback(moussa), at=after(hours=1)))
    assert office.works(after(days=2)) == 0
    assert office.works(after(days=3, hours=1)) == 2
    assert office.texts(awa) == ["COCEM : Votre avis sur Kayes ? Envoyez AVIS."]
    assert [len(office.texts(person)) for person in (moussa, fatou)] == [0, 1]


def test_a_rule_may_be_for_those_who_came(office: Office, awa: Phone, moussa: Phone) -> None:
    office.goes_by(ASK % "present")
    office.hears(awa.registers(KAYES), moussa.registers(KAYES))
    with office.core.db.begin() as connection:
        first = connection.execute(select(Registration.id).order_by(Registration.id).limit(1)).scalar_one()
        connection.execute(insert(Attendance).values(registration_id=first, day=1, marked_at=ENDS))
    office.works(after(days=3, hours=1))
    assert [len(office.texts(person)) for person in (awa, moussa)] == [1, 0]


def test_moving_up_the_waiting_list_is_told_within_the_hours_once(office: Office, awa: Phone, moussa: Phone) -> None:
    seats_are(office, 1)
    office.hears(awa.registers(KAYES, "Awa"), moussa.registers(KAYES, "Moussa"))
    cancelled = awa.says(events.CancelRequested(""), at=before(hours=12))
    office.hears(cancelled)
    office.hears(cancelled)
    (told,) = office.wrote(moussa)
    assert told.text.startswith("Bonne nouvelle Moussa")
    assert (told.leaves, told.ends) == (before(hours=1), BEGINS)
    office.hears(moussa.says(events.CancelRequested("")))
    assert office.texts(moussa) == []


def test_a_survey_that_is_not_there_is_refused(office: Office) -> None:
    with pytest.raises(publishing.PublishError, match="rule ask: there is no survey 'eau'"):
        office.goes_by(ASK.replace("feedback", "eau") % "present")
