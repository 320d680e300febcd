"""How the smoke test's people find their answer on a screen."""

import pytest

from jamakan.house.people import Lost, Reply, answer_to

MENU = "Bienvenue sur Jamakan.\n1 M'inscrire\n2 Donner mon avis\n5 Arreter les SMS\n0 Quitter"
PAGE = "Votre region ?\n1 Kayes\n2 Mopti\n98 Suite\n0 Retour"
QUESTION = "Pourquoi ? Répondez en une phrase.\n(9 pour ne pas répondre)"


@pytest.mark.parametrize(
    ("shown", "reply", "typed"),
    [
        (MENU, Reply("Bienvenue", pick="Donner"), "2"),
        (MENU, Reply("Bienvenue", pick="Arrêter les SMS"), "5"),
        (MENU, Reply("Bienvenue", pick="M’inscrire"), "1"),
        (PAGE, Reply("région", pick="Koutiala"), "98"),
        (QUESTION, Reply("Pourquoi", text="on nous écoute"), "on nous écoute"),
    ],
    ids=["by its beginning", "folded on the screen", "another apostrophe", "on a later page", "free text"],
)
def test_they_answer_by_what_they_read(shown: str, reply: Reply, typed: str) -> None:
    assert answer_to(shown, reply) == typed


@pytest.mark.parametrize("reply", [Reply("Bienvenue", pick="Payer"), Reply("Votre âge", text="33")])
def test_they_say_when_the_screen_is_another(reply: Reply) -> None:
    with pytest.raises(Lost, match="M'inscrire"):
        answer_to(MENU, reply)
