"""People who register and give their opinion all at once, and dial again whenever the call breaks off.

They type each answer until the phone shows the next question: then it was acknowledged and must be in SQL, whatever
was killed meanwhile.
"""

import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from jamakan.house.carrier import CarrierError, Hop
from jamakan.house.people import Reply, answer_to, plain
from jamakan.house.variables import SERVICE_CODE
from tests.support.house import House

PATIENCE = 60.0
PAUSE = 0.2  # before dialling again

_numbers = itertools.count(1000)

REGISTRATION = (
    Reply("Langue / Language ?", pick="Français"),
    Reply("Vous aviez commencé", pick="Continuer"),
    Reply("Bienvenue", pick="M'inscrire"),
    Reply("déjà inscrit", pick="Quitter"),
    Reply("garde votre", pick="Lire la suite"),
    Reply("Acceptez-vous", pick="Oui"),
    Reply("prénom", text="9"),
    Reply("âge", pick="25 à 35"),
    Reply("Aujourd'hui, vous êtes", pick="Résident"),
    Reply("Vous êtes", pick="Une femme"),
    Reply("région", pick="Kayes"),
    Reply("participez", pick="Jeune"),
    Reply("Quelle session", text="1"),
)
ENDS_REGISTRATION = ("Inscription notée", "Rien n'est changé")
ENDS_OPINION = ("Merci, vos réponses",)


def opinion(mark: str) -> tuple[Reply, ...]:
    """The replies of somebody whose opinion is recognisable by `mark`."""
    return (
        Reply("Langue / Language ?", pick="Français"),
        Reply("Vous aviez commencé", pick="Continuer"),
        Reply("Bienvenue", pick="Donner mon avis"),
        Reply("satisfait", pick="Très satisfait"),
        Reply("Pourquoi", text=f"{mark} on nous écoute"),
        Reply("proposition", text=f"{mark} plus de femmes"),
    )


@dataclass
class Crowd:
    """Several people on the phone at once, each in a thread. `hops` counts the answers of all of them."""

    house: House
    hops: int = 0
    phones: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def sentences(self) -> set[str]:
        """The free text of everybody, which nobody else has."""
        return {reply.text for phone in self.phones for reply in opinion(phone) if reply.text}

    def talk(self, people: int) -> "list[str]":
        """Have so many new people register and then give their opinion; gives what went wrong, by person."""
        numbers = [f"+2237000{next(_numbers)}" for _ in range(people)]
        self.phones += numbers
        with ThreadPoolExecutor(people) as threads:
            return [problem for problem in threads.map(self._person, numbers) if problem]

    def _person(self, phone: str) -> str:
        for script, ends in ((REGISTRATION, ENDS_REGISTRATION), (opinion(phone), ENDS_OPINION)):
            deadline = time.monotonic() + PATIENCE
            while not self._call(phone, script, ends):
                if time.monotonic() > deadline:
                    return f"{phone} never came to {ends[0]!r}"
                time.sleep(PAUSE)
        return ""

    def _call(self, phone: str, script: tuple[Reply, ...], ends: tuple[str, ...]) -> bool:
        """One call, as far as it goes; whether it came to one of the ends."""
        try:
            carrier = self.house.carrier
            hop = carrier.dial(phone, SERVICE_CODE)
            while hop.open:
                hop = carrier.answer(hop.session, answer_to(hop.text, _reply_on(hop, script)))
                with self._lock:
                    self.hops += 1
        except (CarrierError, KeyError):  # the carrier is being killed, or its address is not known yet
            return False
        return not hop.problem and any(plain(end) in plain(hop.text) for end in ends)


def _reply_on(hop: Hop, script: tuple[Reply, ...]) -> Reply:
    """The first reply of the script that fits this screen: the order of a script tells apart what looks alike."""
    for reply in script:
        if plain(reply.when) in plain(hop.text):
            return reply
    raise AssertionError(f"nobody expected this screen:\n{hop.text}")
