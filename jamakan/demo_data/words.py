"""Opinions, and what people have to say."""

from datetime import UTC, datetime

from jamakan.demo_data.ledger import Spoken, Story
from jamakan.demo_data.scene import Scene
from jamakan.demo_data.villagers import Villager, one_of
from jamakan.house.crowd import PROPOSALS, WHY
from jamakan.house_rules.reading import in_force

CONTENT = {"5": 36, "4": 36, "3": 16, "2": 8, "1": 4}
SPOKEN = (
    ("challenge", "water", "Le forage du quartier est en panne depuis un mois."),
    ("challenge", "health", "Le centre de santé n'a plus de médicaments contre le paludisme."),
    ("challenge", "school", "La toiture de l'école est partie avec le vent, les enfants restent dehors."),
    ("challenge", "roads", "Le pont est coupé, les femmes ne peuvent plus aller au marché."),
    ("question", "civil_status", "Comment obtenir un acte de naissance quand on est déplacé ?"),
    ("question", "elections", "Où retirer sa carte d'électeur quand on a quitté son village ?"),
    ("proposal", "school", "Ouvrir l'école le soir pour les cours d'alphabétisation."),
    ("proposal", "water", "Former deux femmes du village à la réparation de la pompe."),
)


def opinion(scene: Scene, story: Story) -> None:
    """They say what the workshop was worth."""
    content = one_of(scene.chance, CONTENT)
    answers = {
        "satisfaction": content,
        "why": scene.chance.choice(WHY),
        "proposal": scene.chance.choice(PROPOSALS),
    }
    if scene.calls(story.who, main={"seat": "other", "menu": "feedback", "opinions": "feedback"}, feedback=answers):
        story.opinion = int(content)


def speak(scene: Scene, who: Villager) -> None:
    """They ask, tell a problem, propose."""
    kind, theme, words = scene.chance.choice(SPOKEN)
    label = in_force(scene.core).themes[theme][who.language]
    answers = {"kind": kind, "theme": label, "here": "yes", "institution": "9", "words": words, "named": "yes"}
    if scene.calls(who, main={"seat": "other", "menu": "concern", "concern": "heard"}, being_heard=answers):
        scene.ledger.spoken.append(Spoken(who, kind, theme, who.region, datetime.now(UTC)))
