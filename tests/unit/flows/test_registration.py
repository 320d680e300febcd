"""Registering for a workshop, as the library flow plays it."""

import pytest

from flows.effects import Answered
from flows.world import SMS
from tests.support.phone import GAO, KAYES, Phone

REGISTERED = {"registered": "yes", "activity_label": "Kayes", "activity_date": "12 janvier"}


def test_awa_registers_in_french() -> None:
    awa = Phone()
    awa.dials()
    awa.reads(
        "Bienvenue sur Jamakan, le service citoyen de COCEM.",
        "1 M'inscrire",
        "2 Donner mon avis",
        "3 Signaler un souci",
        "4 Langue/Language",
        "5 Aide",
        "6 Arreter les SMS",
        "0 Quitter",
    )
    awa.types("1")
    awa.reads(
        "COCEM garde votre numéro et vos réponses pour organiser les sessions et rendre compte, sans les vendre."
        " C'est libre.",
        "1 Lire la suite",
        "2 Non, quitter",
    )
    awa.types("1")
    awa.sees("Acceptez-vous ?", "1 Oui", "2 Non", "0 Retour")
    awa.types("1")
    awa.reads("Votre prénom et votre nom ?", "(9 pour ne pas répondre)", "0 Retour")
    awa.types("Awa Traoré")
    awa.sees("Votre age ?", "1 Moins de 18 ans", "5 60 et plus", "9 Je préfère ne pas répondre")
    awa.types("2")
    awa.sees("Vous etes :", "1 Une femme", "2 Un homme")
    awa.types("1")
    awa.sees("Votre région ?", "1 Kayes", "6 Bamako", "98 Suite")
    awa.types("98")
    awa.sees("21 Bandiagara", "(9 pour ne pas répondre)")
    awa.types("1")  # of the first page
    awa.sees("Vous participez comme :", "8 Autre", "9 Passer")
    awa.types("2")
    awa.sees("Aujourd'hui, vous etes :", "9 Sans réponse")
    awa.types("1")
    awa.reads("Quelle session ?", "1 Kayes, 12 janvier", "2 Gao, 19 janvier", "0 Retour")
    awa.types("1")
    awa.reads(
        "Merci Awa Traoré. Inscription notée : Kayes, 12 janvier, Mairie. Code 123456. Pour annuler, envoyez ANNULER."
    )
    assert awa.ended
    assert awa.outcomes == ["completed", "completed"]  # the menu, then the registration
    assert awa.answers == {
        "consent": "yes",
        "name": "Awa Traoré",
        "age": "18_24",
        "sex": "female",
        "region": "kayes",
        "group": "women",
        "displacement": "resident",
        "activity": "a1",
        "mode": "new",
    }
    assert awa.done["register"].items() >= {"activity": "a1", "mode": "new", "name": "Awa Traoré"}.items()


def test_moussa_registers_in_english() -> None:
    moussa = Phone("language")
    moussa.dials()
    moussa.reads("Langue / Language ?", "1 Français".replace("ç", "c"), "2 English")
    moussa.types("2")
    moussa.sees("Welcome to Jamakan", "1 Register", "0 Quit")
    moussa.types("1", "1")
    moussa.sees("Do you agree?", "1 Yes", "2 No", "0 Back")
    moussa.types("1", "9")
    moussa.sees("Your age?")
    moussa.types("3", "2")
    moussa.sees("Your region?", "98 More")
    moussa.types("tombouctou", "5", "2", "1")
    moussa.reads("Thank you. Registration noted: Kayes, 12 January, Town hall. Code 123456. To cancel, send CANCEL.")
    assert moussa.answers["name"] == ""
    assert moussa.answers["region"] == "tombouctou"
    assert "name" not in moussa.done["register"]


def test_only_the_name_is_personal() -> None:
    awa = Phone("registration")
    awa.dials()
    awa.types("1", "1", "Awa", "2", "1", "1", "1", "1", "1")
    personal = [effect.step for effect in awa.effects if isinstance(effect, Answered) and effect.personal]
    assert personal == ["name"]


@pytest.mark.parametrize("texts", [("2",), ("1", "2"), ("1", "non")])
def test_a_refusal_asks_nothing_more(texts: tuple[str, ...]) -> None:
    fatou = Phone("registration")
    fatou.dials()
    fatou.types(*texts)
    fatou.reads(
        "D'accord. Aucune réponse n'est gardée et aucun message ne sera envoyé. "
        "Vous pouvez revenir quand vous voulez. Merci."
    )
    assert fatou.ended
    assert fatou.outcomes == ["refused"]


def test_under_18_a_parent_is_asked_to_call() -> None:
    young = Phone("registration")
    young.dials()
    young.types("1", "1", "Issa", "1")
    young.sees("un parent ou tuteur doit donner son accord", "20 22 33 44")
    assert young.outcomes == ["ineligible"]


def test_a_full_session_offers_its_waiting_list_or_another_session() -> None:
    awa = Phone("registration")
    awa.dials()
    awa.types("1", "1", "Awa", "2", "1", "1", "1", "1", "2")
    awa.reads("Cette session est complète.", "1 Liste d'attente", "2 Autre session", "0 Quitter")
    awa.types("2")
    awa.sees("Quelle session ?")
    awa.types("2", "1")
    awa.sees("Inscription notée : Gao, 19 janvier")
    assert awa.done["register"]["activity"] == "a2"


def test_no_open_session_is_said_and_nothing_is_registered() -> None:
    awa = Phone("registration", activities=())
    awa.dials()
    awa.types("1", "1", "Awa", "2", "1", "1", "1", "1")
    awa.sees("Aucune session n'est ouverte")
    assert awa.ended
    assert "register" not in awa.done


def test_somebody_registered_changes_session() -> None:
    awa = Phone("registration", inputs=REGISTERED)
    awa.dials()
    awa.reads(
        "Ce numéro est déjà inscrit : Kayes, 12 janvier",
        "1 Changer de session",
        "2 Annuler",
        "3 Inscrire une autre personne",
        "0 Quitter",
    )
    awa.types("1", "1")
    assert awa.done["register"].items() >= {"mode": "change", "activity": "a1"}.items()


def test_somebody_registered_cancels() -> None:
    awa = Phone("registration", inputs=REGISTERED)
    awa.dials()
    awa.types("2")
    awa.sees("votre inscription est annulée (Kayes, 12 janvier)")
    assert "cancel" in awa.done
    assert awa.outcomes == ["completed"]


def test_another_person_registers_from_the_same_phone() -> None:
    awa = Phone("registration", inputs=REGISTERED)
    awa.dials()
    awa.types("3", "1", "1", "1", "Oumou", "2", "1", "1", "1", "1", "1")
    assert awa.done["register"].items() >= {"mode": "new", "name": "Oumou"}.items()


def test_the_number_of_a_session_keeps_its_meaning_while_the_programme_changes() -> None:
    awa = Phone("registration", activities=(KAYES, GAO))
    awa.dials()
    awa.types("1", "1", "Awa", "2", "1", "1", "1", "1")
    awa.activities_become(GAO)  # Kayes closes while she reads
    awa.types("1")
    awa.reads(
        "Choix non valable. Répondez par un chiffre de la liste.", "Quelle session ?", "2 Gao, 19 janvier", "0 Retour"
    )
    awa.types("2")
    assert awa.answers["activity"] == "a2"


def test_when_every_session_closes_meanwhile_it_is_said() -> None:
    awa = Phone("registration")
    awa.dials()
    awa.types("1", "1", "Awa", "2", "1", "1", "1", "1")
    awa.activities_become()
    awa.types("1")
    awa.sees("Aucune session n'est ouverte")


def test_the_same_registration_by_sms_has_no_navigation_lines() -> None:
    awa = Phone("registration", surface=SMS)
    awa.dials()
    awa.types("1", "1")
    awa.does_not_see("0 Retour")
    awa.types("Awa", "2", "1")
    awa.sees("1 Kayes", "21 Bandiagara")
    awa.types("Kayes", "femme ou association de femmes", "1", "kayes, 12 janvier")
    assert awa.answers["group"] == "women"
    assert awa.outcomes == ["completed"]
