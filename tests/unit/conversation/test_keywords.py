"""Keywords as people type them."""

import pytest

from jamakan.conversation.keywords import Command, Order, is_stop, order


@pytest.mark.parametrize(
    "text", ["STOP", "stop", " Stop. ", "ARRET", "Arrêt", "ARRÊTER", "fin", "Désabonner", "quitter!"]
)
def test_stop_words_alone_stop(text: str) -> None:
    assert is_stop(text)
    assert order(text) == Order(Command.STOP, "")


@pytest.mark.parametrize("text", ["il faut que le bruit stop", "stop ou encore", "la fin", "nonstop", ""])
def test_stop_inside_a_sentence_is_for_a_person_to_read(text: str) -> None:
    assert not is_stop(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INSCRIRE", Order(Command.REGISTER, "fr")),
        ("register", Order(Command.REGISTER, "en")),
        ("Avis", Order(Command.FEEDBACK, "fr")),
        ("AVIS 4 1 3", Order(Command.FEEDBACK, "fr", "4 1 3")),
        ("aide", Order(Command.HELP, "fr")),
        ("?", Order(Command.HELP, "")),
        ("Reprendre", Order(Command.START, "fr")),
        ("annuler 482913", Order(Command.CANCEL, "fr", "482913")),
        ("Cancel", Order(Command.CANCEL, "en")),
        ("inscrire ma soeur aussi svp", None),
        ("1", None),
        ("bonjour", None),
        ("", None),
        ("   ", None),
    ],
)
def test_an_sms_is_an_order_or_it_is_not(text: str, expected: Order | None) -> None:
    assert order(text) == expected


@pytest.mark.parametrize(
    ("text", "told", "answering"),
    [
        ("SOUCI le forage est en panne", Order(Command.HEARD, "fr", "le forage est en panne", "challenge"), None),
        ("Question : où ?", Order(Command.HEARD, "", "où ?", "question"), None),
        ("PROPOSAL 3 benches", Order(Command.HEARD, "en", "3 benches", "proposal"), None),
        ("plainte", Order(Command.HEARD, "fr"), Order(Command.HEARD, "fr")),
        ("souci 2 1", Order(Command.HEARD, "fr", "2 1"), Order(Command.HEARD, "fr", "2 1")),
        ("SUIVI n° 12", Order(Command.FOLLOW, "fr", "n° 12"), Order(Command.FOLLOW, "fr", "n° 12")),
        ("suivi de mon dossier", None, None),
        ("vote", Order(Command.VOTE, ""), Order(Command.VOTE, "")),
    ],
)
def test_what_follows_a_keyword_is_told_only_when_no_question_waits(
    text: str, told: Order | None, answering: Order | None
) -> None:
    assert order(text, telling=True) == told
    assert order(text) == answering
