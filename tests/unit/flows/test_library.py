"""The other flows of the library, and what holds for all of them."""

import pytest

from flows.catalog import catalog, load_library
from flows.effects import Answered, Ended
from flows.problems import FlowError
from flows.steps import Step, words
from flows.text import fold, losses, width
from flows.texts import say, texts
from flows.world import SMS, USSD, Surface
from tests.support.phone import SERVICE, Phone

LIBRARY = load_library()
STEPS = [step for name in LIBRARY.names for step in LIBRARY.flow(name).steps]
ONE_SMS = 160


def test_feedback_in_french() -> None:
    awa = Phone("feedback")
    awa.dials()
    awa.reads(
        "Etes-vous satisfait(e) de la session ?",
        "1 Pas du tout",
        "2 Peu",
        "3 Moyennement",
        "4 Satisfait(e)",
        "5 Très satisfait(e)",
    )
    awa.types("4")
    awa.reads("Pourquoi ? Répondez en une phrase.", "(9 pour ne pas répondre)", "0 Retour")
    awa.types("On a parlé *vrai*, 50 % de femmes !")
    awa.types("9")
    awa.reads("Merci, vos réponses sont bien notées. Vous recevrez un retour par SMS. Pour arreter : STOP.")
    assert awa.answers == {"satisfaction": "4", "why": "On a parlé *vrai*, 50 % de femmes !", "proposal": ""}
    assert awa.outcomes == ["completed"]


def test_feedback_in_english_by_sms() -> None:
    moussa = Phone("feedback", language="en", surface=SMS)
    moussa.dials()
    moussa.sees("Are you satisfied with the session?", "5 Very satisfied")
    moussa.types("very satisfied", "Good food", "More time")
    moussa.sees("Thank you, your answers are saved.")
    assert moussa.answers == {"satisfaction": "5", "why": "Good food", "proposal": "More time"}


def test_the_main_menu_helps_and_comes_back() -> None:
    awa = Phone()
    awa.dials()
    awa.types("5")
    awa.reads(
        "COCEM. INSCRIRE, AVIS, LANGUE, ANNULER, STOP. Parler à une personne : 20 22 33 44, 8h-17h.",
        "1 Continuer",
        "2 Mes données",
        "3 Le réseau",
        "0 Retour",
    )
    awa.types("1")
    awa.sees("Bienvenue sur Jamakan")


def test_the_main_menu_changes_language() -> None:
    awa = Phone()
    awa.dials()
    awa.types("4", "2")
    awa.sees("Welcome to Jamakan, the citizen service of COCEM.", "6 Stop SMS")


@pytest.mark.parametrize(
    ("stopped", "line", "action", "said"),
    [
        ("", "6 Arreter les SMS", "stop", "vous ne recevrez plus de message de COCEM"),
        ("yes", "6 Recevoir les SMS", "start", "vous recevrez de nouveau nos messages"),
    ],
)
def test_messages_are_stopped_and_started_from_the_menu(stopped: str, line: str, action: str, said: str) -> None:
    fatou = Phone(inputs={"stopped": stopped})
    fatou.dials()
    fatou.sees(line)
    fatou.types("6")
    fatou.sees(said)
    assert fatou.ended
    assert list(fatou.done) == [action]


def test_zero_leaves_the_main_menu() -> None:
    awa = Phone()
    awa.dials()
    awa.types("0")
    assert awa.ended
    assert awa.effects == [Ended("completed")]


def test_the_language_chosen_is_an_answer_too() -> None:
    awa = Phone("language")
    awa.dials()
    awa.types("1")
    assert Answered("language", "select_one", "fr") in awa.effects


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_every_label_fits_one_screen_and_loses_no_letter(step: Step) -> None:
    for language in ("fr", "en"):
        label = words(step.label, language)
        assert losses(label, language) == ()
        assert width(fold(label, language)) <= USSD.limit


@pytest.mark.parametrize("key", sorted(texts()))
def test_every_text_is_one_sms_in_both_languages(key: str) -> None:
    long = {
        **SERVICE,
        "activity": "Sikasso",
        "date": "17 décembre",
        "place": "Conseil régional",
        "name": "Awa Traoré",
    }
    for language in ("fr", "en"):
        assert set(texts()[key]) == {"fr", "en"}
        assert width(fold(say(key, language, long), language)) <= ONE_SMS, language


SAID_TWICE = {
    "thanks": ("feedback", "thanks"),
    "session.ok": ("registration", "done"),
    "stop.done": ("main", "stop"),
    "start.done": ("main", "start"),
    "bye": ("main", "bye"),
}


@pytest.mark.parametrize(("key", "where"), SAID_TWICE.items())
def test_flows_and_messages_say_the_same_thing_in_the_same_words(key: str, where: tuple[str, str]) -> None:
    flow, step = where
    assert LIBRARY.flow(flow).step(step).label == texts()[key]


def test_the_only_long_lists_of_the_library_are_the_menu_and_the_twenty_regions() -> None:
    assert [warning.where for warning in LIBRARY.warnings] == ["step menu", "step region"]


def test_a_source_of_the_catalog_is_the_same_version_again() -> None:
    again = catalog((name, LIBRARY.source(name)) for name in LIBRARY.names)
    assert [again.flow(name).version for name in LIBRARY.names] == [
        LIBRARY.flow(name).version for name in LIBRARY.names
    ]


def test_a_way_to_a_flow_that_is_not_there_is_refused_with_file_and_line() -> None:
    with pytest.raises(FlowError) as refused:
        catalog([("language.yaml", LIBRARY.source("language"))])
    assert str(refused.value) == "language.yaml:7: step language, goto: there is no flow 'main'"


def test_two_files_with_one_flow_are_refused() -> None:
    with pytest.raises(FlowError, match=r"b\.yaml:1: flow: a\.yaml already holds 'feedback'"):
        catalog([("a.yaml", LIBRARY.source("feedback")), ("b.yaml", LIBRARY.source("feedback"))])


@pytest.mark.parametrize("limit", [40, 80, 156, 160, 306])
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("flow", LIBRARY.names)
def test_every_flow_can_be_played_to_its_end_on_any_screen(flow: str, language: str, limit: int) -> None:
    phone = Phone(flow, language=language, surface=Surface(limit, hints=True))
    phone.dials()
    for _ in range(60):
        if phone.ended:
            break
        unread = "98 " in phone.screen and phone.dialogue.page < 3
        phone.types("98" if unread else "Awa" if phone.dialogue.position == "name" else "1")
    assert phone.ended
