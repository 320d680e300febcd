"""People on the phone while things break: they register, give their opinion again and again, and write SMS.

They type by what the screen says. A call that breaks off is dialled again; the service offers to go on.
"""

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from uuid import UUID

from jamakan.house.people import Lost, Reply, answer_to, plain
from tests.faults.history import SMS, USSD, History, Request
from tests.faults.wire import Wire

MARK = "mk"  # begins every answer that nobody else gives
USSD_TRIES = 6  # then the caller hangs up
SMS_TRIES = 10_000  # a carrier repeats an SMS for twelve hours
REPEATS = 0.05  # of the answered requests, that the carrier posts once more all the same
ON_USSD, ON_SMS, BY_CARRIER = 16, 6, 2  # people who call, who write, and whose SMS the emulator itself hands in
PHONES = [f"+2237000{1000 + number}" for number in range(ON_USSD + ON_SMS + BY_CARRIER)]
HASTE = 4  # staff remind those who are registered: somebody should be
BEGIN = (
    Reply("Langue / Language ?", pick="Français"),
    Reply("Vous aviez commencé", pick="Continuer"),
)
REGISTRATION = (
    *BEGIN,
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
    Reply("session est complète", pick="Liste d'attente"),
    Reply("Quelle session", text="1"),
    Reply("Inscription notée. 6 questions", pick="Passer"),
    Reply("Vous considérez-vous", pick="Je préfère"),
)
REGISTERED = "Inscription notée"
ENDS_REGISTRATION = (REGISTERED, "Rien n'est changé")
ENDS_OPINION = ("Merci, vos réponses",)


def opinion(mark: str) -> tuple[Reply, ...]:
    """What somebody says who thinks what nobody else thinks."""
    return (
        *BEGIN,
        Reply("Bienvenue", pick="Donner mon avis"),
        Reply("satisfait", pick="Très satisfait"),
        Reply("Pourquoi", text=f"{MARK}{mark}a on nous écoute"),
        Reply("proposition", text=f"{MARK}{mark}b plus de femmes"),
    )


def reply_on(shown: str, script: Sequence[Reply]) -> str:
    """What to type on this screen: the order of a script tells apart what looks alike. Raises Lost."""
    for reply in script:
        if plain(reply.when) in plain(shown):
            return answer_to(shown, reply)
    raise Lost(f"nobody expected this screen:\n{shown}")


@dataclass
class Caller:
    """One person with a phone of their own."""

    phone: str
    wire: Wire
    history: History
    rng: Random
    pause: float  # seconds between two requests, on average
    stopping: threading.Event

    def call_for_ever(self) -> None:
        """Register, in haste, then give one opinion after the other, by USSD."""
        pause, self.pause = self.pause, self.pause / HASTE
        while not self._call(REGISTRATION, ENDS_REGISTRATION):
            if self.stopping.is_set():
                return
        self.pause = pause
        for number in self._numbers():  # a call that broke off may have said all it had to: the next says other words
            self._call(opinion(f"{self.phone[-4:]}n{number}"), ENDS_OPINION)

    def write_for_ever(self) -> None:
        """Send one SMS after the other: help, or an opinion in one message. Each deserves an answer."""
        for number in self._numbers():
            text = f"AVIS 5 9 {MARK}{self.phone[-4:]}n{number}s bien" if number % 2 else "AIDE"
            self._ask(Request(SMS, self._identity(), self.phone, text), SMS_TRIES)

    def write_by_carrier_for_ever(self) -> None:
        """Send one opinion after the other from a phone of the emulator, which asks until the gateway has it."""
        for number in self._numbers():
            if not self.stopping.wait(self.rng.uniform(0, 2 * self.pause)):
                self.wire.text(self.phone, f"AVIS 5 9 {MARK}{self.phone[-4:]}n{number}s bien")

    def _numbers(self) -> Iterator[int]:
        number = 0
        while not self.stopping.is_set():
            yield number
            number += 1

    def _call(self, script: Sequence[Reply], ends: Sequence[str]) -> bool:
        """One call, as far as it goes; whether it came to one of the ends."""
        session, typed = f"ATUid_{self._identity()}", ""
        while (body := self._ask(Request(USSD, session, self.phone, typed), USSD_TRIES)) is not None:
            goes_on, shown = body.startswith("CON "), body[4:]
            if not goes_on:
                return any(plain(end) in plain(shown) for end in ends)
            try:
                answer = reply_on(shown, script)
            except Lost as lost:
                self.history.note(f"{self.phone}: {lost}")
                return False
            typed = f"{typed}*{answer}" if typed else answer
        return False

    def _ask(self, request: Request, tries: int) -> str | None:
        if self.stopping.wait(self.rng.uniform(0, 2 * self.pause)):
            return None
        body = self.wire.ask(request, tries, self.stopping)
        if body is not None and self.rng.random() < REPEATS:
            self.wire.ask_once(request)
        return body

    def _identity(self) -> str:
        return UUID(int=self.rng.getrandbits(128), version=4).hex


class Callers:
    """All of them, each in a thread, until `stop`."""

    def __init__(self, wire: Wire, history: History, seed: int, rate: float) -> None:
        self._stopping = threading.Event()
        work = (
            [Caller.call_for_ever] * ON_USSD
            + [Caller.write_for_ever] * ON_SMS
            + [Caller.write_by_carrier_for_ever] * BY_CARRIER
        )
        self._threads = [
            threading.Thread(
                target=do,
                args=(Caller(phone, wire, history, Random(f"{seed} {phone}"), len(PHONES) / rate, self._stopping),),
                daemon=True,
            )
            for phone, do in zip(PHONES, work, strict=True)
        ]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float = 30.0) -> None:
        """End: each finishes the request it is in."""
        self._stopping.set()
        deadline = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
