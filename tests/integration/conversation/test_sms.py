"""SMS: keywords, one question a message, and what nobody's flow understands."""

import pytest

from jamakan.core import Core
from jamakan.store.message_list import inbox
from tests.support.line import Line


def test_avis_is_a_survey_of_three_messages(awa: Line) -> None:
    awa.texts("Avis")
    assert awa.outbox()[-1].startswith("Êtes-vous satisfait(e)") or awa.outbox()[-1].startswith("Etes-vous")
    awa.texts("4")
    assert awa.outbox()[-1].startswith("Pourquoi ?")
    awa.texts("Bien organisé")
    awa.texts("Venir dans mon village")
    assert awa.outbox()[-1].startswith("Merci, vos réponses")
    assert len(awa.outbox()) == 4


def test_answers_may_come_with_the_keyword(awa: Line) -> None:
    awa.texts("AVIS 4 les repas étaient froids")
    assert awa.outbox()[-1].startswith("Votre proposition")


@pytest.mark.parametrize(
    ("word", "reply"),
    [
        ("AIDE", "INSCRIRE, AVIS"),
        ("help", "JOIN, FEEDBACK"),
        ("?", "INSCRIRE, AVIS"),
        ("inscrire", "C'est libre."),
        ("JOIN", "It is your choice."),
        ("LANGUE", "2 English"),
        ("annuler", "pas d'inscription"),
    ],
)
def test_each_keyword_is_answered_in_its_own_language(awa: Line, word: str, reply: str) -> None:
    awa.texts(word)
    (answer,) = awa.outbox()
    assert reply in answer


def test_what_nobody_understands_waits_for_a_person_and_is_answered_once_an_hour(awa: Line, core: Core) -> None:
    for text in ("bonjour", "bonjour", "vous êtes là ?", "😀", ""):
        awa.texts(text)
    assert [text for text in awa.outbox() if "non reconnu" in text] == awa.outbox()
    assert len(awa.outbox()) == 1
    with core.db.read() as connection:
        waiting = [row.body for row in inbox(connection, core.settings.vault, 10)]
    assert waiting == ["", "😀", "vous êtes là ?", "bonjour", "bonjour"]


def test_help_in_the_middle_of_a_survey_does_not_lose_the_question(awa: Line) -> None:
    awa.texts("AVIS")
    awa.texts("AIDE")
    awa.texts("4")
    assert awa.outbox()[-1].startswith("Pourquoi ?")
