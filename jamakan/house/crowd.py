"""A demo's people: on the first evening they call through the pretend carrier, so that a newcomer's console has
figures in its first minute. They are made up, the same ones each time, and come in by the public doors only."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Event

from jamakan.house.carrier import Carrier, CarrierError
from jamakan.house.people import Lost, Person, Reply
from jamakan.house.variables import SERVICE_CODE, SHORT_CODE

CHANCE = 2026  # the seed of their choices
FIRST_PHONE = 75_100_000
SEATS_WANTED = {"Kayes": 38, "Bamako": 30, "Ségou": 22, "Sikasso": 18, "Mopti": 14, "Gao": 10}
OPINIONS = 36
HESITANT = 8  # give up after the first question

WOMEN = (
    "Awa",
    "Fatoumata",
    "Mariam",
    "Aminata",
    "Oumou",
    "Kadiatou",
    "Rokia",
    "Assétou",
    "Djénéba",
    "Hawa",
    "Ramata",
)
MEN = ("Moussa", "Amadou", "Ibrahim", "Seydou", "Boubacar", "Abdoulaye", "Drissa", "Souleymane", "Modibo", "Bakary")
SURNAMES = (
    *("Traoré", "Coulibaly", "Diarra", "Keïta", "Konaté", "Touré", "Cissé", "Sidibé", "Maïga", "Dembélé"),
    *("Sangaré", "Doumbia", "Kanté", "Camara", "Sissoko", "Diallo"),
)
AGES = {"18 à 24": 34, "25 à 35": 38, "36 à 59": 22, "60 et plus": 3, "Je préfère": 3}
GROUPS = {"Jeune": 40, "Femme": 22, "Association": 18, "Élu": 5, "Média": 4, "Chef": 4, "Autre": 7}
MENS_GROUPS = GROUPS | {"Femme": 0}
WHEREABOUTS = {"Résident": 78, "Déplacé": 14, "Retourné": 5, "Sans réponse": 3}
QUESTIONS = ("voir", "entendre", "marcher", "souvenir", "prendre soin", "communiquer")
DIFFICULTIES = {"Non, aucune": 84, "Oui, quelques-unes": 11, "Oui, beaucoup": 3, "Passer": 2}
DECLARED = {"Non": 88, "Oui": 9, "Je préfère": 3}
CONTENT = {"Très satisfait": 40, "Satisfait": 34, "Moyennement": 15, "Peu": 8, "Pas du tout": 3}
WHY = (
    "Les explications étaient claires",
    "On nous a laissé la parole",
    "C'était trop court",
    "J'ai compris à quoi sert le budget de la commune",
    "Il faisait trop chaud dans la salle",
    "Les femmes ont pu parler",
)
PROPOSALS = (
    "Prévoir le transport depuis les villages",
    "Inviter le maire à la prochaine session",
    "Traduire en bamanankan",
    "Une garderie pour les mères",
    "Commencer à l'heure",
)
LETTERS = (
    "Bonjour, est-ce que le transport est remboursé ?",
    "Je viens en fauteuil, la salle est-elle accessible ?",
    "Le forage du quartier est en panne depuis un mois, à qui le dire ?",
)

HELLO = (Reply("Langue", pick="Français"), Reply("Bienvenue", pick="M'inscrire"))
AGREED = (Reply("garde votre", pick="Lire la suite"), Reply("Acceptez-vous", pick="Oui"))


@dataclass(frozen=True, slots=True)
class Somebody:
    """A phone, and what its holder answers when registering."""

    phone: str
    registration: tuple[Reply, ...]


def everybody() -> Iterator[Somebody]:
    """The crowd, in the order they call."""
    chance = random.Random(CHANCE)  # noqa: S311 - makes figures believable, guards nothing
    places = [place for place, wanted in SEATS_WANTED.items() for _ in range(wanted)]
    chance.shuffle(places)
    for number, place in enumerate(places):
        woman = chance.random() < 0.54
        name = f"{chance.choice(WOMEN if woman else MEN)} {chance.choice(SURNAMES)}"
        facts = (
            Reply("prénom", text=name),
            Reply("âge", pick=_one_of(chance, AGES)),
            Reply("Vous êtes", pick="Une femme" if woman else "Un homme"),
            Reply("région", pick=place),
            Reply("participez", pick=_one_of(chance, GROUPS if woman else MENS_GROUPS)),
            Reply("Aujourd'hui", pick=_one_of(chance, WHEREABOUTS)),
            Reply("session", pick=place),
            *_afterwards(chance),
        )
        yield Somebody(f"+223{FIRST_PHONE + number}", (*HELLO, *AGREED, *facts))


def _afterwards(chance: random.Random) -> Iterator[Reply]:
    """What they answer once they are registered: one in four passes over the six questions."""
    asked = chance.random() < 0.75
    yield Reply("Inscription notée", pick="Continuer" if asked else "Passer")
    if asked:
        yield from (Reply(about, pick=_one_of(chance, DIFFICULTIES)) for about in QUESTIONS)
    yield Reply("Vous considérez", pick=_one_of(chance, DECLARED))


def come(carrier: Carrier, leave: Event) -> str:
    """Let them call, one after the other, until all did or `leave` is set. What went wrong, or ""."""
    chance = random.Random(CHANCE + 1)  # noqa: S311 - as above
    try:
        for number, somebody in enumerate(everybody()):
            if leave.is_set():
                return ""
            person = Person(somebody.phone, somebody.phone, carrier, _unheard)
            person.call(SERVICE_CODE, *somebody.registration)
            if number < OPINIONS + HESITANT:
                _give_opinion(carrier, person, chance, hesitant=number % 5 == 4 and number // 5 < HESITANT)
            if number < len(LETTERS):
                carrier.text(somebody.phone, SHORT_CODE, LETTERS[number])
    except (CarrierError, Lost) as error:
        return str(error)
    return ""


def _give_opinion(carrier: Carrier, person: Person, chance: random.Random, *, hesitant: bool) -> None:
    content = Reply("satisfait", pick=_one_of(chance, CONTENT))
    why, proposal = (Reply("", text=chance.choice(said)) for said in (WHY, PROPOSALS))
    opinion = Reply("", pick="Donner mon avis")
    if hesitant:
        person.begin(SERVICE_CODE, opinion, content)
    else:
        person.call(SERVICE_CODE, opinion, content, why, proposal)


def _one_of(chance: random.Random, weights: dict[str, int]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]


def _unheard(_who: str, _said: str) -> None:
    """What a phone shows is for its holder."""
