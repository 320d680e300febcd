"""Misunderstandings that once cost an answer, a seat or a message."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from jamakan import storing
from jamakan.core import Core
from jamakan.projections import project_profiles, project_programme
from jamakan.store.message_list import inbox
from jamakan.store.models import Activity, Answer, Contact, Dialogue, Quarantined, Registration
from tests.integration.conversation.test_registration import registers
from tests.support.line import Line
from tests.support.rows import column, count, rows


def unread(core: Core) -> list[str]:
    storing.drain(core)
    with core.db.read() as connection:
        return [row.body for row in inbox(connection, core.settings.vault, 100)]


def answers(core: Core) -> dict[str, str]:
    storing.drain(core)
    return dict(rows(core.db, select(Answer.step, Answer.value)))  # type: ignore[arg-type]


def test_annuler_in_the_menu_cancels_the_seat_it_showed_even_when_the_phone_has_two(awa: Line, core: Core) -> None:
    awa.dials("1")
    registers(awa)
    awa.outbox()
    awa.dials()
    awa.types("1", "3", "1", "1", "1", "Sira Traoré", "2", "1", "1", "2", "1", "2")
    awa.outbox()
    awa.dials()
    awa.types("1")
    awa.sees("Kayes", "2 Annuler")
    awa.types("2")
    awa.sees("votre inscription est annulée (Kayes")
    storing.drain(core)
    assert column(core.db, select(Registration.state).order_by(Registration.id)) == ["cancelled", "registered"]


def test_a_cry_for_help_reaches_a_person_whatever_menu_was_left_open(awa: Line, core: Core) -> None:
    awa.dials("1")
    awa.texts("Il n'y a plus d'eau au village")
    assert unread(core) == ["Il n'y a plus d'eau au village"]
    assert "non reconnu" in awa.outbox()[-1]


def test_an_answering_machine_in_a_survey_is_answered_a_few_times_and_no_more(awa: Line, core: Core) -> None:
    awa.texts("LANGUE")
    for _ in range(12):
        awa.texts("En réunion, je vous rappelle")
    assert len(awa.outbox()) <= 7
    assert len(unread(core)) == 12


def test_a_sentence_that_begins_like_a_keyword_is_an_answer(awa: Line, core: Core) -> None:
    awa.texts("AVIS 4")
    awa.texts("Avis partagé, la salle était trop petite")
    awa.texts("Annuler les sessions du vendredi parce que tout le monde est au marché ce jour-là")
    assert answers(core) == {
        "satisfaction": "4",
        "why": "Avis partagé, la salle était trop petite",
        "proposal": "Annuler les sessions du vendredi parce que tout le monde est au marché ce jour-là",
    }
    assert count(core.db, Quarantined) == 0


@pytest.mark.parametrize("text", ["AVIS 4 fin", "AVIS\n4 fin", "AVIS: 4 fin", "avis, 4 fin"])
def test_answers_behind_a_keyword_are_answers_however_they_are_parted(awa: Line, core: Core, text: str) -> None:
    awa.texts(text)
    assert answers(core) == {"satisfaction": "4", "why": "fin"}
    assert not any(column(core.db, select(Contact.opted_out)))


def test_answers_that_meet_a_pending_survey_wait_for_a_person(awa: Line, core: Core) -> None:
    awa.texts("AVIS 4")
    awa.texts("AIDE")
    awa.dials()
    awa.texts("AVIS 5 trop chaud")
    assert "AVIS 5 trop chaud" in unread(core)


def test_what_was_left_a_week_ago_takes_no_answer_any_more(
    awa: Line, core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    awa.texts("AVIS 4")
    later = datetime.now(UTC) + timedelta(days=100)
    monkeypatch.setattr("gateway.webhooks.africastalking.time.time", later.timestamp)
    awa.texts("Bonjour, pouvez-vous me rappeler ?")
    assert unread(core) == ["Bonjour, pouvez-vous me rappeler ?"]
    assert answers(core) == {"satisfaction": "4"}
    assert column(core.db, select(Dialogue.outcome)) == ["expired"]


def test_an_opinion_is_about_the_activity_that_was_held_not_the_one_to_come(awa: Line, core: Core) -> None:
    awa.dials("1")
    registers(awa, activity="1")
    awa.outbox()
    awa.dials()
    awa.types("2", "4", "9", "9")
    storing.drain(core)
    feedback = select(Dialogue.activity).where(Dialogue.flow == "feedback")
    assert column(core.db, feedback) == [""]
    held = datetime.now(UTC) - timedelta(days=2)
    with core.db.begin() as connection:
        slug = connection.execute(select(Activity.slug).where(Activity.seats_taken == 1)).scalar_one()
        moved = update(Activity).where(Activity.slug == slug)
        connection.execute(moved.values(starts_at=held, ends_at=held + timedelta(days=1)))
    project_programme(core)
    project_profiles(core, column(core.db, select(Contact.ref)))
    awa.dials()
    awa.types("2")
    storing.drain(core)
    assert column(core.db, feedback.order_by(Dialogue.id)) == ["", slug]


def test_who_chose_the_wrong_line_and_hung_up_gets_the_menu_again(awa: Line) -> None:
    awa.dials("1")
    awa.types("2")
    awa.sees("satisfait(e) de la session")
    awa.dials()
    awa.sees("Bienvenue sur Jamakan")


def test_an_sms_in_the_middle_of_a_call_leaves_the_call_alone(awa: Line) -> None:
    awa.dials("1")
    awa.types("2", "4")
    awa.texts("AIDE")
    awa.types("Bonne salle")
    awa.sees("Votre proposition")


def test_a_dialogue_left_in_one_language_goes_on_in_the_one_chosen_since(awa: Line) -> None:
    awa.dials("1")
    awa.types("2", "4", "99", "4", "2", "2")
    awa.sees("You had started")
    awa.types("1")
    awa.sees("Why? Answer in one sentence.")


def test_stop_still_counts_after_redis_lost_everything_and_sql_was_away(awa: Line, core: Core) -> None:
    awa.texts("STOP")
    awa.texts("REPRENDRE")
    storing.drain(core)
    core.redis.flushall()
    core.conversation._profile_source = lambda _contact: None  # SQL is away for this turn
    awa.texts("STOP")
    storing.drain(core)
    assert column(core.db, select(Contact.opted_out)) == [True]
