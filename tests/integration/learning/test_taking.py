"""A knowledge test before an activity and after it, as phones show it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from jamakan import publishing, storing
from jamakan.core import Core
from jamakan.flow_files import read_flow
from jamakan.learning import choosing
from jamakan.learning.choosing import CannotChoose
from jamakan.programme.activities import Activity
from jamakan.store.models import Answer, Dialogue, KnowledgeResult
from tests.support.learning import in_kayes, move, over, seat, typed
from tests.support.line import AWA, Line
from tests.support.rows import column, rows

RESULTS = select(KnowledgeResult.phase, KnowledgeResult.correct, KnowledgeResult.passed, KnowledgeResult.counted)
LATER = "Les bonnes réponses vous seront données après le second test"


@pytest.fixture
def kayes(core: Core) -> Activity:
    """The next activity, where Awa has a seat and a test is asked."""
    activity = in_kayes(core)
    seat(core, AWA, "Awa Traoré", activity=activity)
    return activity


def results(core: Core) -> list[tuple[object, ...]]:
    storing.drain(core)
    return rows(core.db, RESULTS.order_by(KnowledgeResult.id))


def takes(line: Line, right: int) -> None:
    """Dial, and answer so many questions right."""
    line.dials()
    if "Langue" in line.screen:
        line.types("1")
    line.types("1", *typed(right))


def test_before_it_is_offered_first_and_tells_no_answer(awa: Line, core: Core, kayes: Activity) -> None:
    awa.dials("1")
    awa.sees("Un test de connaissances vous attend : Kayes", "1 Commencer", "2 Autre chose")
    awa.types("1")
    awa.sees("Selon la Constitution", "2 Femmes et hommes, tous", "9 Je ne sais pas")
    awa.types(*typed(4))
    awa.sees(LATER)
    assert awa.call_ended()
    assert "justes" not in awa.screen
    assert results(core) == [("before", 4, False, True)]
    dialogue = rows(core.db, select(Dialogue.flow, Dialogue.activity, Dialogue.outcome))
    assert ("citizenship", kayes.slug, "completed") in dialogue
    assert len(column(core.db, select(Answer.id))) == 9


def test_taken_it_is_offered_no_more(awa: Line, core: Core, kayes: Activity) -> None:
    takes(awa, 4)
    awa.dials()
    awa.sees("Bienvenue sur Jamakan")
    storing.drain(core)
    awa.dials()
    awa.sees("Bienvenue sur Jamakan")
    awa.texts("TEST")
    assert awa.outbox()[-1].startswith("Pas de test pour ce numéro en ce moment")


def test_after_it_the_right_answers_are_told(awa: Line, core: Core, kayes: Activity) -> None:
    takes(awa, 4)
    over(core, kayes)
    takes(awa, 7)
    awa.sees("Merci. Vos réponses justes : 7 sur 9.", "1. Femmes et hommes, tous", "98 Suite")
    shown = awa.screen
    while not awa.call_ended():
        shown += awa.types("98")
    assert "9. Les données personnelles" in shown
    assert results(core) == [("before", 4, False, True), ("after", 7, True, True)]


def test_by_sms_the_word_begins_it(awa: Line, core: Core, kayes: Activity) -> None:
    awa.texts("Test")
    assert awa.outbox()[-1].startswith("Selon la Constitution")
    for answer in typed(9):
        awa.texts(answer)
    assert LATER in awa.outbox()[-1]
    assert results(core) == [("before", 9, True, True)]


def test_by_sms_several_answers_come_at_once_and_the_result_has_pages(awa: Line, core: Core, kayes: Activity) -> None:
    over(core, kayes)
    awa.texts("TEST")
    awa.texts("2")
    for answer in typed(9)[1:]:
        awa.texts(answer)
    assert "Vos réponses justes : 9 sur 9." in awa.outbox()[-1]


def test_a_test_begun_goes_on_where_it_was(awa: Line, core: Core, kayes: Activity) -> None:
    awa.dials("1")
    awa.types("1", "2", "1")
    awa.dials()
    awa.sees('Vous aviez commencé "Citoyenneté active" (question 3 sur 9)')
    awa.types("1", *typed(9)[2:])
    awa.sees(LATER)
    assert results(core) == [("before", 9, True, True)]


@pytest.mark.parametrize(
    ("begins", "lasts", "opened", "phase"),
    [
        (timedelta(hours=1), timedelta(hours=6), "dates", "before"),
        (timedelta(hours=-1), timedelta(hours=6), "dates", ""),
        (timedelta(hours=-7), timedelta(hours=6), "dates", "after"),
        (timedelta(days=-1), timedelta(days=1, minutes=30), "dates", "after"),
        (timedelta(days=-1), timedelta(days=3), "dates", ""),
        (timedelta(hours=-1), timedelta(hours=6), "before", "before"),
        (timedelta(hours=-1), timedelta(hours=6), "after", "after"),
        (timedelta(hours=1), timedelta(hours=6), "closed", ""),
        (timedelta(days=-40), timedelta(hours=6), "dates", ""),
    ],
)
def test_when_which_test_is_open(
    awa: Line,
    core: Core,
    kayes: Activity,
    begins: timedelta,
    lasts: timedelta,
    opened: str,
    phase: str,
) -> None:
    if opened != "dates":
        assert choosing.open_(core, kayes.slug, opened)
    move(core, kayes, begins=begins, lasts=lasts)
    awa.texts("TEST")
    if not phase:
        assert awa.outbox()[-1].startswith("Pas de test")
        return
    for answer in typed(9):
        awa.texts(answer)
    assert [row[0] for row in results(core)] == [phase]


def test_of_several_on_one_phone_the_right_one_answers(awa: Line, core: Core) -> None:
    activity = in_kayes(core)
    seat(core, AWA, "Awa Traoré", "Binta Keïta", "Awa Diarra", activity=activity)
    awa.dials("1")
    awa.types("1")
    awa.sees("Qui répond au test ?", "1 Awa 10001", "2 Binta", "3 Awa 10001")
    awa.types("2", *typed(5))
    awa.sees(LATER)
    awa.dials()
    awa.types("1")
    awa.sees("Qui répond au test ?", "1 Awa 100010", "2 Awa 100012")
    assert "Binta" not in awa.screen
    awa.types("2", "2", "1")
    awa.dials("1", "1", "1")  # the other Awa, while the first is in the middle of hers
    storing.drain(core)
    people = rows(core.db, select(KnowledgeResult.participant_id, KnowledgeResult.correct))
    assert people == [(2, 5)]


def test_somebody_else_on_the_phone_does_not_go_on_with_what_another_began(awa: Line, core: Core) -> None:
    activity = in_kayes(core)
    seat(core, AWA, "Awa Traoré", "Binta Keïta", activity=activity)
    awa.texts("TEST")
    awa.texts("1")
    awa.texts("2")
    awa.texts("TEST")
    assert awa.outbox()[-1].startswith("Qui répond au test ?")
    awa.texts("2")
    assert awa.outbox()[-1].startswith("Selon la Constitution")


def test_a_line_without_a_seat_has_no_test(moussa: Line, core: Core, kayes: Activity) -> None:
    moussa.texts("TEST")
    assert moussa.outbox()[-1].startswith("Pas de test pour ce numéro en ce moment. Pour participer")


FORM = """
flow: essai
title: {fr: Essai}
languages: [fr]
pass: 50
steps:
  - name: capital
    kind: select_one
    label: {fr: "La capitale ?"}
    choices:
      - {name: segou, label: {fr: Ségou}}
      - {name: bamako, label: {fr: Bamako}}
    right: bamako
"""


def test_a_test_staff_brought_is_taken_through_the_same_door(awa: Line, core: Core) -> None:
    publishing.publish(core, read_flow(FORM.encode(), "essai.yaml"), "CAPITALE", datetime.now(UTC))
    assert "essai" in choosing.bank(core)
    activity = in_kayes(core)
    assert choosing.choose(core, activity.slug, "essai")
    seat(core, AWA, "Awa Traoré", activity=activity)
    newer = FORM.replace("La capitale ?", "Quelle est la capitale ?")
    publishing.publish(core, read_flow(newer.encode(), "essai.yaml"), "CAPITALE", datetime.now(UTC))
    awa.dials("1")
    awa.types("2", "2")
    assert "Essai" not in awa.screen  # not among the surveys: nobody would know whose answers they are
    awa.texts("CAPITALE")
    assert awa.outbox()[-1].startswith("La capitale ?")  # the version chosen, before and after
    awa.texts("2")
    assert results(core) == [("before", 1, True, True)]


def test_once_taken_the_test_of_an_activity_stays(awa: Line, core: Core, kayes: Activity) -> None:
    publishing.publish(core, read_flow(FORM.encode(), "essai.yaml"), "CAPITALE", datetime.now(UTC))
    takes(awa, 4)
    storing.drain(core)
    with pytest.raises(CannotChoose, match="begun"):
        choosing.choose(core, kayes.slug, "essai")
    assert not choosing.choose(core, kayes.slug, "citizenship")
    assert choosing.open_(core, kayes.slug, "after")
    assert not choosing.open_(core, kayes.slug, "after")
