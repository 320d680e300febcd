"""What networks do to a conversation: repeats, drops, stars, dial-through, late hops."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from jamakan import storing
from jamakan.core import Core
from jamakan.state import stream
from jamakan.store.models import Answer, Dialogue, Turn
from tests.support.line import Line
from tests.support.rows import column, count


def answers(core: Core) -> dict[str, str]:
    storing.drain(core)
    with core.db.read() as connection:
        rows = connection.execute(select(Answer.step, Answer.value, Answer.sealed)).all()
    return {row.step: "sealed" if row.sealed else row.value for row in rows}


def test_a_hop_delivered_again_gets_the_same_bytes_and_counts_once(awa: Line, core: Core) -> None:
    awa.dials("1")
    awa.types("2")
    first = awa.types("4")
    assert [awa.repeats(), awa.repeats()] == [first, first]
    awa.types("Bonne salle")
    assert answers(core) == {"satisfaction": "4", "why": "Bonne salle"}
    assert count(core.db, Turn) == 4


def test_a_star_in_free_text_is_part_of_the_text(awa: Line, core: Core) -> None:
    awa.dials("1")
    awa.types("2", "4", "oui*mais 5*6", "rien")
    assert awa.call_ended()
    assert answers(core) == {"satisfaction": "4", "why": "oui*mais 5*6", "proposal": "rien"}


def test_dialling_through_plays_each_input(awa: Line, core: Core) -> None:
    awa.dials("1", "2", "5")
    awa.sees("Pourquoi ?")
    awa.types("Très clair")
    assert answers(core) == {"satisfaction": "5", "why": "Très clair"}


def test_a_dropped_call_is_resumed_where_it_stopped(awa: Line, core: Core) -> None:
    awa.dials("1")
    awa.types("2", "3")
    awa.dials()
    awa.sees("Vous aviez commencé", "question 2 sur 3", "1 Continuer")
    awa.types("1")
    awa.sees("Pourquoi ?")
    awa.types("Il faisait chaud", "Un ventilateur")
    assert awa.call_ended()
    assert answers(core) == {"satisfaction": "3", "why": "Il faisait chaud", "proposal": "Un ventilateur"}
    assert column(core.db, select(Dialogue.outcome)) == ["completed"]


def test_an_unfinished_dialogue_is_a_partial_one_with_its_answers(awa: Line, core: Core) -> None:
    awa.dials("1")
    awa.types("2", "3")
    assert answers(core) == {"satisfaction": "3"}
    assert column(core.db, select(Dialogue.outcome)) == ["partial"]


def test_a_dialogue_nobody_answered_is_only_started_and_one_left_for_a_week_expires(awa: Line, core: Core) -> None:
    awa.dials("1", "2")
    storing.drain(core)
    assert column(core.db, select(Dialogue.outcome)) == ["started"]
    assert storing.tidy(core) == 0
    with core.db.begin() as connection:
        connection.execute(update(Dialogue).values(last_at=datetime.now(UTC) - timedelta(days=8)))
    assert storing.tidy(core) == 1
    assert column(core.db, select(Dialogue.outcome)) == ["expired"]


def test_a_survey_left_on_ussd_goes_on_by_sms(awa: Line, core: Core) -> None:
    awa.dials("1")
    awa.types("2", "3")
    awa.texts("bonjour")
    assert "1 Continuer" in awa.outbox()[-1]
    awa.texts("1")
    assert awa.outbox()[-1].startswith("Pourquoi ?")
    awa.texts("Il faisait chaud")
    awa.texts("9")
    assert awa.outbox()[-1].startswith("Merci, vos réponses")
    assert answers(core) == {"satisfaction": "3", "why": "Il faisait chaud", "proposal": ""}


def test_a_late_hop_of_an_older_call_changes_nothing(awa: Line, core: Core) -> None:
    awa.dials("1")
    awa.types("2", "3")
    old = (awa.session, awa.text)
    awa.dials()
    awa.types("1", "parce que")
    awa.session, awa.text = old
    awa.types("9")
    awa.sees("Cet appel est terminé")
    assert answers(core) == {"satisfaction": "3", "why": "parce que"}


def test_an_earlier_text_gets_the_latest_screen_and_a_contradicting_one_an_end(awa: Line) -> None:
    awa.dials("1")
    latest = awa.types("2")
    awa.text = "1"
    assert awa.repeats() == latest
    awa.text = "9"
    awa.repeats()
    awa.sees("Cet appel est terminé")
    assert awa.call_ended()


def test_lost_state_is_played_again_from_the_whole_text(awa: Line, core: Core) -> None:
    awa.dials()
    awa.types("1", "2", "4")
    core.redis.flushall()
    awa.types("Bonne salle")
    awa.sees("Votre proposition")


def test_the_same_sms_delivered_720_times_is_answered_once(awa: Line, core: Core) -> None:
    for _ in range(20):
        awa.texts("AVIS", carrier_id="one-and-the-same")
    assert len(awa.outbox()) == 1
    core.redis.flushall()  # even when Redis forgot it: SQL remembers for ever
    awa.texts("AVIS", carrier_id="one-and-the-same")
    assert len(awa.outbox()) == 1


def test_one_hop_delivered_sixteen_times_at_one_instant_is_one_turn(awa: Line, core: Core) -> None:
    awa.dials("1")
    awa.types("2")
    awa.text += "*4"
    with ThreadPoolExecutor(8) as pool:
        answered = [pool.submit(awa.post) for _ in range(16)]
        screens = {future.result().text for future in answered}
    assert len(screens) == 1
    assert stream.waiting(core.redis) == 3


def test_sixty_people_on_one_survey_at_once_see_only_their_own_screens(
    line: Callable[[str], Line], core: Core
) -> None:
    def survey(number: int) -> list[str]:
        person = line(f"+2237000{number:04d}")
        person.dials("1")
        person.types("2", str(number % 5 + 1), f"raison {number}", f"idée {number}")
        return person.screens

    with ThreadPoolExecutor(8) as pool:
        calls = list(pool.map(survey, range(60)))
    assert all(screens == calls[0] for screens in calls)
    storing.drain(core)
    told = column(core.db, select(Answer.value).where(Answer.step == "why"))
    assert sorted(told) == sorted(f"raison {number}" for number in range(60))
