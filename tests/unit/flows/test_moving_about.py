"""Back, more, menu, mistakes, dropping the line and coming back."""

from flows import engine
from flows.dialogue import Dialogue
from flows.effects import Answered, Dropped, Ended, GoTo, LanguageChosen, Reported
from flows.loader import parse_flow
from flows.world import SMS, USSD, World
from tests.support.phone import NOW, SERVICE, Phone

VISIT = """
flow: visit
title: {fr: Visite, en: Visit}
languages: [fr, en]
steps:
  - {name: village, kind: text, label: {fr: Quel village ?, en: Which village?}}
  - {name: people, kind: integer, label: {fr: Combien de personnes ?, en: How many people?}, max: 120}
  - name: water
    kind: select_one
    label: {fr: De l'eau ?, en: Water?}
    choices:
      - {name: "yes", label: {fr: Oui, en: "Yes"}}
      - {name: "no", label: {fr: Non, en: "No"}}
  - {name: note, kind: text, label: {fr: Une remarque ?, en: A remark?}, required: no}
"""


def test_zero_goes_back_and_the_new_answer_counts() -> None:
    awa = Phone.of(VISIT)
    awa.dials()
    awa.reads("Quel village ?")
    awa.types("Kati", "12")
    awa.types("0")
    awa.reads("Combien de personnes ?", "00 Retour")
    awa.types("00")
    awa.reads("Quel village ?")
    awa.types("Kita", "13", "1", "9")
    awa.reads("Merci, vos réponses sont bien notées. Vous recevrez un retour par SMS. Pour arreter : STOP.")
    assert awa.answers == {"village": "Kita", "people": "13", "water": "yes", "note": ""}


def test_zero_on_the_first_screen_shows_it_again() -> None:
    awa = Phone.of(VISIT)
    awa.dials()
    awa.types("0", "00")
    awa.reads("Quel village ?")


def test_zero_is_an_answer_where_a_number_may_be_zero() -> None:
    awa = Phone.of(VISIT)
    awa.dials()
    awa.types("Kati", "0")
    assert awa.answers["people"] == "0"
    awa.sees("De l'eau ?")


def test_98_and_99_are_answers_of_a_number_question_that_accepts_them() -> None:
    awa = Phone.of(VISIT)
    awa.dials()
    awa.types("Kati", "98")
    assert awa.answers["people"] == "98"
    awa.types("0", "99")
    assert awa.answers["people"] == "99"


def test_99_leaves_where_a_number_question_refuses_it() -> None:
    awa = Phone.of(VISIT.replace("max: 120", "max: 20"))
    awa.dials()
    awa.types("Kati", "99")
    awa.sees("Bienvenue sur Jamakan")


def test_99_parks_the_dialogue_for_later() -> None:
    awa = Phone.of(VISIT)
    awa.dials()
    awa.types("Kati", "12", "99")
    awa.sees("Bienvenue sur Jamakan")
    awa.comes_back_to_the_parked()
    awa.reads('Vous aviez commencé "Visite" (question 3 sur 4).', "1 Continuer", "2 Recommencer", "3 Quitter")
    awa.types("1")
    awa.sees("De l'eau ?")


def test_99_in_the_main_menu_shows_it_again() -> None:
    awa = Phone()
    awa.dials()
    awa.types("5", "99")
    awa.sees("1 M'inscrire")
    assert awa.effects == []


def test_three_mistakes_bring_a_phone_number_then_the_count_begins_again() -> None:
    awa = Phone("feedback")
    awa.dials()
    awa.types("7")
    awa.sees("Choix non valable. Répondez par un chiffre de la liste.", "1 Pas du tout")
    awa.types("bof")
    awa.sees("Choix non valable.")
    awa.types("12")
    awa.sees("Nous ne comprenons pas la réponse. Appelez le 20 22 33 44 ou envoyez AIDE.", "5 Très satisfait(e)")
    awa.types("7")
    awa.sees("Choix non valable.")
    awa.types("5")
    assert awa.answers == {"satisfaction": "5"}


LONG = (
    "Depuis combien de temps votre famille habite-t-elle ici, sans compter les absences de moins de six mois"
    " pour le travail ou pour les etudes ?"
)
TOWN = f"""
flow: town
title: Ville
languages: [fr]
steps:
  - {{name: years, kind: integer, label: "{LONG}", max: 90}}
  - {{name: days, kind: integer, label: "{LONG}", max: 900}}
  - {{name: like, kind: select_one, label: "{LONG}", choices: [{{name: a, label: Oui}}, {{name: b, label: Non}}]}}
  - name: town
    kind: select_one
    label: Quelle ville ?
    choices: [{", ".join(f"{{name: t{n}, label: Une ville de la région numéro {n}}}" for n in range(12))}]
"""


def test_by_sms_a_mistake_costs_one_part_and_98_shows_the_question_again() -> None:
    awa = Phone.of(TOWN, surface=SMS)
    awa.dials()
    awa.types("7", "30", "1", "7 villes")
    awa.reads("Choix non valable. Répondez par un chiffre de la liste.", "98 Revoir la question")
    awa.types("98")
    awa.sees("Quelle ville ?", "1 Une ville")
    awa.types("1")
    assert awa.answers["town"] == "t0"


def test_on_a_number_question_it_is_another_key_for_98_may_be_the_answer() -> None:
    awa = Phone.of(TOWN, surface=SMS)
    awa.dials()
    awa.types("7", "longtemps")
    awa.reads("Il faut un nombre d'au plus 900.", "# Revoir la question")
    awa.types("#")
    awa.reads(LONG)
    awa.types("longtemps", "98")
    assert awa.answers["days"] == "98"


def test_without_a_mistake_that_key_is_none() -> None:
    awa = Phone.of(TOWN, surface=SMS)
    awa.dials()
    awa.types("#")
    awa.reads("Il faut un nombre d'au plus 90.", "# Revoir la question")


def test_by_sms_the_choices_stay_in_sight_after_a_mistake_where_they_fit() -> None:
    awa = Phone.of(TOWN, surface=SMS)
    awa.dials()
    awa.types("7", "30", "peut-être")
    awa.reads("Choix non valable. Répondez par un chiffre de la liste.", "1 Oui", "2 Non", "98 Revoir la question")
    awa.types("2")
    assert awa.answers["like"] == "b"


def test_by_sms_a_long_list_is_behind_98_after_a_mistake() -> None:
    awa = Phone.of(TOWN, surface=SMS)
    awa.dials()
    awa.types("7", "30", "1", "Tombouctou")
    awa.reads("Choix non valable. Répondez par un chiffre de la liste.", "98 Revoir la question")
    awa.types("98")
    awa.sees("Quelle ville ?", "1 Une ville", "98 Suite")
    awa.types("98")
    awa.sees("12 Une ville de la région numéro 11")
    awa.types("12")
    assert awa.answers["town"] == "t11"


def test_on_a_call_a_mistake_costs_nothing_and_the_question_stays() -> None:
    awa = Phone.of(TOWN)
    awa.dials()
    awa.types("longtemps")
    awa.sees("Il faut un nombre d'au plus 90.", "Depuis combien de temps", "98 Suite")


def test_how_long_the_place_is_kept_is_said_where_it_is_known() -> None:
    flow = parse_flow(VISIT, "visit.yaml")
    world = World(NOW, SMS, {**SERVICE, "kept_until": "19/11/2025"})
    result = engine.start(flow, key="k", language="fr", world=world)
    for text in ("Kati", "a", "b", "c"):
        result = engine.step(flow, result.dialogue, text, world)
    assert "Votre place est gardée jusqu'au 19/11/2025." in result.screen.body


def test_after_the_line_dropped_one_may_start_again() -> None:
    awa = Phone.of(VISIT)
    awa.dials()
    awa.types("Kati", "12")
    awa.dials_again()
    awa.sees("question 3 sur 4")
    awa.types("2")
    awa.reads("Quel village ?")
    assert awa.answers == {}


def test_after_the_line_dropped_one_may_quit_for_good() -> None:
    awa = Phone.of(VISIT)
    awa.dials()
    awa.types("Kati")
    awa.dials_again()
    awa.types("quitter")
    awa.reads("Merci. Vous pouvez revenir quand vous voulez.")
    assert awa.ended
    assert awa.outcomes == ["breakoff"]
    assert awa.answers == {"village": "Kati"}


def test_a_wrong_answer_to_the_question_whether_to_continue() -> None:
    awa = Phone.of(VISIT)
    awa.dials()
    awa.types("Kati")
    awa.dials_again()
    awa.types("7")
    awa.sees("Choix non valable.", "1 Continuer")
    awa.types("0", "98", "1")
    awa.sees("Combien de personnes ?")


def test_nothing_answered_yet_is_simply_shown_again() -> None:
    awa = Phone.of(VISIT)
    awa.dials()
    awa.dials_again()
    awa.reads("Quel village ?")


def test_a_dialogue_begun_by_ussd_goes_on_by_sms() -> None:
    awa = Phone.of(VISIT)
    awa.dials()
    awa.types("Kati", "12")
    awa.sees("0 Retour")
    awa.continues_on(SMS)
    awa.reads("De l'eau ?", "1 Oui", "2 Non")
    awa.types("oui")
    assert awa.answers == {"village": "Kati", "people": "12", "water": "yes"}


def test_on_a_larger_screen_there_are_fewer_pages() -> None:
    awa = Phone("registration")
    awa.dials()
    awa.types("1", "1", "Awa", "2", "1", "98")
    awa.does_not_see("1 Kayes")
    awa.continues_on(SMS)
    awa.sees("1 Kayes", "21 Bandiagara")


def test_a_guillemet_that_opens_a_choice_leaves_its_number_alone() -> None:
    awa = Phone.of("""
flow: f
title: F
languages: [fr]
steps:
  - {name: q, kind: select_one, label: Que dit-on ?, choices: [{name: a, label: « Oui »}, {name: b, label: » Non «}]}
""")
    awa.dials()
    awa.reads("Que dit-on ?", '1 "Oui"', '2 " Non "')


def test_typing_the_name_of_a_language_switches_at_once() -> None:
    awa = Phone.of(VISIT)
    awa.dials()
    awa.types("Kati", "12", "English")
    awa.reads("Water?", "1 Yes", "2 No", "0 Back")
    assert LanguageChosen("en") in awa.effects
    awa.types("FRANÇAIS")
    awa.sees("De l'eau ?")


def test_the_name_of_a_language_is_an_answer_to_an_open_question() -> None:
    awa = Phone.of(VISIT)
    awa.dials()
    awa.types("English")
    assert awa.answers == {"village": "English"}


def test_speak_shows_the_same_screen_in_the_other_language() -> None:
    flow, world = parse_flow(VISIT, "visit.yaml"), World(NOW)
    begun = engine.start(flow, key="k", language="fr", world=world)
    result = engine.speak(flow, begun.dialogue, "en", world)
    assert (result.screen.body, result.effects) == ("Which village?", (LanguageChosen("en"),))


def test_an_unknown_language_falls_back_to_french() -> None:
    awa = Phone.of(VISIT, language="bm")
    awa.dials()
    awa.reads("Quel village ?")


def test_a_note_goes_on_whatever_is_typed() -> None:
    awa = Phone.of("""
flow: note
title: Note
languages: [fr]
steps:
  - {name: intro, kind: note, label: Six questions.}
  - {name: q, kind: text, label: Prêt ?}
""")
    awa.dials()
    awa.reads("Six questions.", "1 Continuer")
    awa.types("oui oui")
    awa.sees("Pret ?")


def test_a_long_note_is_read_page_by_page() -> None:
    label = " ".join(f"mot{number}" for number in range(60))
    awa = Phone.of(f"""
flow: note
title: Note
languages: [fr]
steps:
  - {{name: q, kind: text, label: "Prêt ?"}}
  - {{name: long, kind: note, label: {label}}}
""")
    awa.dials()
    awa.types("oui")
    awa.sees("mot0 ", "98 Suite")
    first = awa.screen
    awa.types("98")
    awa.does_not_see("mot0 ")
    awa.types("98")
    awa.sees("mot59", "1 Continuer", "0 Retour")
    awa.types("0", "0")
    assert awa.screen == first
    awa.types("0")
    awa.sees("Pret ?")


def test_after_the_last_page_98_shows_the_first_again() -> None:
    awa = Phone("registration")
    awa.dials()
    awa.types("1", "1", "Awa", "2", "1")
    first = awa.screen
    awa.types("98", "98")
    assert awa.screen == first


def test_last_words_too_long_for_a_screen_are_paged_after_the_dialogue_is_over() -> None:
    label = " ".join(f"mot{number}" for number in range(40))
    awa = Phone.of(f"""
flow: bye
title: Fin
languages: [fr]
steps:
  - {{name: bye, kind: note, label: {label}, does: register, ends: completed}}
""")
    awa.dials()
    assert awa.outcomes == ["completed"]
    assert not awa.ended
    awa.types("d'accord")  # whatever is typed, the rest is shown
    awa.sees("mot39")
    assert awa.ended
    assert awa.outcomes == ["completed"], "and nothing is done twice"


def test_a_dialogue_that_stands_nowhere_is_ended_with_an_apology_and_reported() -> None:
    flow, world = parse_flow(VISIT, "visit.yaml"), World(NOW, USSD, SERVICE)
    lost = Dialogue("k", "visit", flow.version, "fr", position="gone", answers={"village": "Kati"})
    result = engine.step(flow, lost, "1", world)
    assert result.effects == (Reported("gone", "unknown_step"), Ended("failed"))
    assert result.screen.body.startswith("Désolé, ce questionnaire a un défaut")
    assert result.screen.ends


def test_starting_again_drops_what_was_stored_before_anything_new() -> None:
    flow, world = parse_flow(VISIT, "visit.yaml"), World(NOW)
    result = engine.start(flow, key="k", language="fr", world=world)
    result = engine.step(flow, result.dialogue, "Kati", world)
    assert result.effects == (Answered("village", "text", "Kati"),)
    result = engine.step(flow, engine.resume(flow, result.dialogue, world).dialogue, "2", world)
    assert result.effects == (Dropped("village"),)


def test_99_while_asked_whether_to_continue_leaves_everything_as_it_is() -> None:
    flow, world = parse_flow(VISIT, "visit.yaml"), World(NOW)
    result = engine.step(flow, engine.start(flow, key="k", language="fr", world=world).dialogue, "Kati", world)
    result = engine.step(flow, engine.resume(flow, result.dialogue, world).dialogue, "99", world)
    assert result.effects == (GoTo("main"),)
    assert result.dialogue.answers == {"village": "Kati"}
