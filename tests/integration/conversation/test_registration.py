"""Awa registers, as the phone shows it."""

from sqlalchemy import select

from jamakan.core import Core
from jamakan.store.models import Answer, Dialogue
from tests.support.line import Line
from tests.support.rows import column, count


def registers(person: Line, name: str = "Awa Traoré", activity: str = "1") -> str:
    """From the menu to the seat; the last screen."""
    person.types("1", "1", "1")  # register, read on, I agree
    return person.types(name, "2", "1", "1", "2", "1", activity, "2", "9")  # no further questions


def test_awa_dials_registers_and_gets_her_confirmation(awa: Line) -> None:
    awa.dials()
    awa.sees("Langue / Language ?", "1 Français", "2 English")
    awa.types("1")
    awa.sees("Bienvenue sur Jamakan", "1 M'inscrire")
    awa.types("1")
    awa.sees("C'est libre.", "1 Lire la suite")
    awa.types("1")
    awa.sees("Acceptez-vous ?")
    awa.types("1")
    awa.sees("Votre prénom et votre nom ?")
    awa.types("Awa Traoré")
    awa.sees("Votre âge ?")
    awa.types("2", "1")
    awa.sees("Votre région ?", "1 Kayes", "98 Suite")
    awa.types("1", "2", "1")
    awa.sees("Quelle session ?", "1 Kayes")
    awa.types("1")
    awa.sees("Inscription notée.", "Vous pouvez passer.", "1 Continuer", "2 Passer")
    awa.types("2")
    awa.sees("Vous considérez-vous", "9 Je préfère ne pas répondre")
    awa.types("9")
    awa.sees("Merci Awa Traoré.", "Inscription notée : Kayes, ", ", Maison des jeunes, Kayes. Code ")
    assert awa.call_ended()
    (confirmation,) = awa.outbox()
    assert confirmation.startswith("Merci Awa Traoré.")
    assert "Maison des jeunes, Kayes" in confirmation


def test_registering_by_sms_takes_one_confirmation(awa: Line) -> None:
    awa.texts("INSCRIRE")
    for answer in ("1", "1", "Awa Traoré", "2", "1", "1", "2", "1"):
        awa.texts(answer)
    before = len(awa.outbox())
    awa.texts("1")
    (confirmation,) = awa.outbox()[before:]
    assert confirmation.startswith("Merci Awa Traoré. Inscription notée : Kayes")


def test_in_english(awa: Line) -> None:
    awa.dials("2")
    awa.sees("Welcome to Jamakan", "1 Register")
    registers(awa)
    awa.sees("Thank you Awa Traoré.", "To cancel, send CANCEL.")
    assert awa.outbox()[0].startswith("Thank you Awa Traoré.")


def test_who_does_not_agree_is_asked_nothing_more_and_no_answer_is_kept(awa: Line, core: Core) -> None:
    awa.dials("1")
    awa.types("1", "1", "2")
    awa.sees("Aucune réponse n'est gardée")
    assert awa.call_ended()
    assert awa.outbox() == []
    assert count(core.db, Answer) == 0
    assert column(core.db, select(Dialogue.outcome)) == ["refused"]


def test_a_shared_phone_registers_two_people(awa: Line) -> None:
    awa.dials("1")
    registers(awa)
    awa.outbox()
    awa.dials("1")
    awa.sees("déjà inscrit", "3 Inscrire une autre personne")
    awa.types("3", "1", "1", "1", "Oumar Traoré", "3", "2", "1", "2", "1", "1", "2", "2")
    awa.sees("Merci Oumar Traoré.")
    assert [text.split(".")[0] for text in awa.outbox()] == ["Merci Awa Traoré", "Merci Oumar Traoré"]


def test_awa_cancels_by_sms_and_her_seat_is_free(awa: Line) -> None:
    awa.dials("1")
    registers(awa)
    awa.outbox()
    awa.texts("Annuler")
    assert "annulée" in awa.outbox()[-1]
    awa.dials("1")
    awa.sees("C'est libre.")


def test_the_next_call_speaks_the_language_chosen_before(awa: Line) -> None:
    awa.dials("2")
    awa.dials()
    awa.sees("Welcome to Jamakan")
