"""A survey left in the middle: its pending question comes by SMS, and an SMS answers it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from jamakan import storing
from jamakan.conversation.turn import Turn
from jamakan.followups import publishing
from jamakan.projections import project_programme
from jamakan.store import sealing
from jamakan.store.models import Answer, Dialogue, Message
from tests.support.followups import Office
from tests.support.rows import column, rows
from tests.support.stories import NOON, VAULT

RULE = """
unfinished:
  unfinished: 45 minutes
  text:
    fr: "{org} : vous aviez commencé \\"{title}\\". Répondez à ce SMS.\\n{question}"
    en: "{org}: you had started \\"{title}\\". Answer this SMS.\\n{question}"
"""
ASKED = """COCEM : vous aviez commencé "Votre avis". Répondez à ce SMS.
Pourquoi ? Répondez en une phrase.
(9 pour ne pas répondre)"""


@dataclass
class Caller:
    """A phone whose turns happen at moments of one's choice; the office's store keeps pace."""

    office: Office
    number: str = "+22370000001"
    at: datetime = NOON
    session: int = 0
    typed: list[str] = field(default_factory=list)

    @property
    def ref(self) -> str:
        return VAULT.ref("phone", self.number)

    def dials(self, *inputs: str) -> str:
        """A call, its inputs one after the other; the last screen."""
        self.session += 1
        self.typed = []
        screen = self._hop()
        for text in inputs:
            self.typed.append(text)
            screen = self._hop()
        storing.drain(self.office.core)
        return screen

    def texts(self, text: str) -> None:
        """An SMS."""
        self.at += timedelta(seconds=5)
        identity = f"{self.number}-{self.at.timestamp()}"
        self.office.core.conversation.sms(self._turn("sms", identity, text))
        storing.drain(self.office.core)

    def waits(self, **time: float) -> datetime:
        """Time goes by."""
        self.at += timedelta(**time)
        return self.at

    def _hop(self) -> str:
        self.at += timedelta(seconds=5)
        turn = self._turn("ussd", f"{self.number}-{self.session}", "*".join(self.typed))
        return self.office.core.conversation.ussd(turn).body

    def _turn(self, kind: str, identity: str, text: str) -> Turn:
        return Turn(kind, "africastalking", identity, self.number, text, "*384#", "", self.at.timestamp())


@pytest.fixture
def awa(office: Office) -> Caller:
    """She speaks French, began the feedback on USSD, answered one question and hung up."""
    office.core.book.publish()
    office.goes_by(RULE)
    caller = Caller(office)
    caller.dials("1", "2", "4")
    return caller


def answers(office: Office) -> dict[str, str]:
    with office.core.db.read() as connection:
        return {row.step: row.value for row in connection.execute(select(Answer.step, Answer.value))}


def replies(office: Office) -> list[str]:
    query = select(Message.body).where(Message.purpose == "reply").order_by(Message.id)
    return [VAULT.open_text(body, sealing.BODY) for body in column(office.core.db, query)]


def test_the_pending_question_comes_by_sms_and_an_sms_answers_it(office: Office, awa: Caller) -> None:
    assert office.works(awa.waits(minutes=44)) == 0
    assert office.works(awa.waits(minutes=2), times=5) == 1
    (asked,) = office.wrote()
    assert asked.text == ASKED
    assert asked.leaves == awa.at
    awa.texts("On nous a écoutés")
    assert answers(office) == {"satisfaction": "4", "why": "On nous a écoutés"}
    assert replies(office)[-1].startswith("Votre proposition")
    awa.texts("Plus de femmes")
    assert column(office.core.db, select(Dialogue.outcome)) == ["completed"]
    assert office.works(awa.waits(hours=2)) == 0


def test_dialling_in_instead_goes_on_there_and_takes_the_question_back(office: Office, awa: Caller) -> None:
    office.works(awa.waits(minutes=46))
    assert "Votre avis" in awa.dials()
    awa.dials("1", "Bonne salle")
    (asked,) = office.wrote()
    assert (asked.state, asked.reason) == ("skipped", "the person went on by themselves")
    assert office.works(awa.waits(hours=1)) == 0  # once for each survey begun


def test_once_the_question_was_asked_an_answer_is_not_taken_for_another(office: Office, awa: Caller) -> None:
    """Without the question by SMS, an SMS is first shown where one stood."""
    awa.waits(minutes=10)
    awa.texts("On nous a écoutés")
    assert "why" not in answers(office)
    assert replies(office)[-1].startswith('Vous aviez commencé "Votre avis"')


def test_who_went_on_a_moment_ago_is_left_alone(office: Office, awa: Caller) -> None:
    """The last turn is in Redis; SQL knows nothing of it yet."""
    awa.waits(minutes=50)
    office.core.conversation.sms(awa._turn("sms", "just now", "AIDE"))
    assert office.works(awa.at) == 0


@pytest.mark.parametrize(
    "ends", [lambda awa: awa.dials("3"), lambda awa: awa.texts("STOP")], ids=["left for good", "stop"]
)
def test_who_left_it_for_good_is_asked_nothing(office: Office, awa: Caller, ends: Callable[[Caller], object]) -> None:
    ends(awa)
    assert office.works(awa.waits(minutes=50)) == 0


def test_at_night_nobody_is_asked_and_in_the_morning_it_is_the_question_of_then(office: Office, awa: Caller) -> None:
    awa.waits(hours=9)
    awa.dials("1")
    assert office.works(awa.waits(hours=2)) == 0
    awa.dials("1", "Bonne salle")
    assert office.works(awa.waits(hours=9, minutes=5)) == 1
    assert office.texts()[0].splitlines()[1].startswith("Votre proposition")


def test_after_a_day_nobody_is_asked_any_more(office: Office, awa: Caller) -> None:
    assert office.works(awa.waits(days=1, hours=2)) == 0


def test_who_answered_nothing_yet_is_not_asked(office: Office, awa: Caller) -> None:
    moussa = Caller(office, "+22370000002")
    moussa.dials("1", "2")
    office.works(moussa.waits(minutes=50))
    assert len(office.wrote()) == 1  # Awa's


def test_a_survey_put_aside_for_a_menu_is_asked_again(office: Office, awa: Caller) -> None:
    awa.dials("99")
    assert office.works(awa.waits(minutes=50)) == 1
    awa.texts("On nous a écoutés")
    assert answers(office)["why"] == "On nous a écoutés"


def test_a_survey_that_gave_way_to_another_waits(office: Office, awa: Caller) -> None:
    """She is in the middle of registering: that question is asked, not the older one."""
    awa.dials("99", "1", "1", "1", "Awa")
    office.works(awa.waits(minutes=50))
    assert [text.splitlines()[1] for text in office.texts()] == ["Votre age ?"]


def test_a_rule_may_be_about_one_survey(office: Office, awa: Caller) -> None:
    publishing.pause(office.core, "unfinished", NOON)
    office.goes_by('only:\n  unfinished: 30 minutes\n  flow: registration\n  text: "{question}"')
    assert office.works(awa.waits(minutes=50)) == 0


def test_in_the_language_of_the_person(office: Office, awa: Caller) -> None:
    fatou = Caller(office, "+22370000003")
    fatou.dials("2", "2", "4")
    office.works(fatou.waits(minutes=50))
    assert office.texts()[-1].startswith('COCEM: you had started "Your opinion". Answer this SMS.\nWhy?')


def test_a_worker_that_died_before_it_wrote_asks_the_next_time(
    office: Office, awa: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise SystemExit("killed")

    awa.waits(minutes=50)
    with monkeypatch.context() as dying:
        dying.setattr("jamakan.store.messages.write", dies)
        with pytest.raises(SystemExit):
            office.works(awa.at)
    assert office.works(awa.at) == 1
    assert rows(office.core.db, select(Message.state).where(Message.purpose == "followup")) == [("queued",)]


def test_nobody_is_asked_twice_about_difficulties(office: Office) -> None:
    project_programme(office.core)
    sira = Caller(office, "+22370000007")
    registered = ("1", "1", "1", "1", "Sira Ba", "2", "1", "1", "2", "1", "1")
    assert "souvenir" in sira.dials(*registered, "1", "1", "1", "1")
    assert office.works(sira.waits(minutes=50)) == 0
