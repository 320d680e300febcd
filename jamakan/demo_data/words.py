"""Opinions, and what people have to say."""

from datetime import UTC, datetime

from jamakan.demo_data.ledger import Spoken, Story
from jamakan.demo_data.scene import Scene
from jamakan.demo_data.villagers import Villager, one_of
from jamakan.house.crowd import PROPOSALS, WHY
from jamakan.house_rules.reading import in_force

CONTENT = {"5": 36, "4": 36, "3": 16, "2": 8, "1": 4}
VERDICTS, KEYS = {"yes": 75, "not_yet": 25}, {"yes": "1", "no": "2", "not_yet": "3"}
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
        "consent": "yes",
        "satisfaction": content,
        "why": scene.chance.choice(WHY),
        "proposal": scene.chance.choice(PROPOSALS),
    }
    if scene.calls(story.who, main={"menu": "feedback", "opinions": "feedback"}, feedback=answers):
        story.opinion = int(content)


def speak(scene: Scene, who: Villager) -> None:
    """They ask, tell a problem, propose."""
    kind, theme, words = scene.chance.choice(SPOKEN)
    label = in_force(scene.core).themes[theme][who.language]
    answers = {"kind": kind, "theme": label, "here": "yes", "institution": "9", "words": words, "named": "yes"}
    if scene.calls(who, main={"menu": "concern", "concern": "heard"}, being_heard=answers):
        scene.ledger.spoken.append(Spoken(who, kind, theme, who.region, datetime.now(UTC)))


def confide(scene: Scene, who: Villager) -> None:
    """They ask to be called back about an abuse; nothing of it is written."""
    if scene.calls(who, main={"menu": "concern", "concern": "safe"}, call_me={"safe": "call", "when": "evening"}):
        scene.ledger.confidential += 1


def judge(scene: Scene, phone: str, case: int) -> None:
    """Asked by SMS how their case ended for them, they answer."""
    verdict = one_of(scene.chance, VERDICTS)
    scene.pocket.text(phone, scene.core.settings.short_code, KEYS[verdict])
    scene.ledger.content[case] = verdict


def join(scene: Scene, story: Story) -> None:
    """They join the network by SMS: the word, read on, yes, no theme."""
    for said in ("RESEAU" if story.who.language == "fr" else "NETWORK", "1", "1", "9"):
        scene.writes(story.who, said)
    story.joined = True


def stop(scene: Scene, story: Story) -> None:
    """They want no more messages."""
    scene.writes(story.who, "STOP")
    story.stopped = True
