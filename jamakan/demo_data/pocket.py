"""A carrier in this process: it brings turns to the conversation, takes SMS, and reports on them a little later."""

import itertools
import time
from collections.abc import Sequence
from random import Random

from jamakan.channels.africastalking import CHANNEL, parse
from jamakan.channels.outcomes import Balance, Failed, Outcome, Sent
from jamakan.channels.routes import Route
from jamakan.core import Core
from jamakan.house.carrier import Hop

NETWORKS = {"7": "61002", "6": "61001", "5": "61003"}  # first digit → MCC and MNC
ABSENT = 0.04  # of the SMS taken, those whose phone stayed off until they expired
UNKNOWN = 0.01  # of the numbers, those the carrier refuses
MICROS = 25_000_000  # a part, in millionths of XOF
BATCH = 200


class Pocket:
    """One carrier for one year. `taken`: (phone, text) of every SMS it was handed, in order."""

    def __init__(self, core: Core, chance: Random) -> None:
        self.taken: list[tuple[str, str]] = []
        self.delivered = 0
        self._core = core
        self._chance = chance
        self._numbers = itertools.count(1)
        self._texts: dict[str, str] = {}  # session → what was typed in it so far
        self._phones: dict[str, str] = {}
        self._reports: list[tuple[str, str]] = []

    def dial(self, phone: str, code: str) -> Hop:
        """Dial; digits between the last star and the hash of a longer code are dialled through."""
        session = f"demo-{next(self._numbers):09}"
        suffix = code.removeprefix(self._core.settings.service_code.rstrip("#")).strip("*#")
        self._phones[session], self._texts[session] = phone, suffix
        return self._hop(session)

    def answer(self, session: str, text: str) -> Hop:
        """Answer a screen."""
        before = self._texts[session]
        self._texts[session] = f"{before}*{text}" if before else text
        return self._hop(session)

    def text(self, phone: str, to: str, text: str) -> None:
        """Send an SMS to the house."""
        form = {"id": f"demo-sms-{next(self._numbers):09}", "from": phone, "to": to, "text": text}
        form["networkCode"] = network(phone)
        turn = parse.sms_turn(form, self._core.settings.country, time.time())
        self._core.conversation.sms(turn)

    def inbox(self, phone: str) -> list[str]:
        """The SMS that reached a phone, the oldest first."""
        return [text for reader, text in self.taken if reader == phone]

    def send(self, body: str, phones: Sequence[str], reference: str) -> dict[str, Outcome]:
        """Take one text for several numbers, as a carrier's door does."""
        return {phone: self._take(body, phone) for phone in phones}

    def balance(self) -> Balance | None:
        """It never says."""
        return None

    def report(self) -> None:
        """Say what became of the SMS taken since."""
        for name, status in self._reports:
            self._core.keep(parse.report({"id": name, "status": status}, time.time()))
        self._reports.clear()

    @property
    def route(self) -> Route:
        """Itself, as the desk knows carriers."""
        return Route(CHANNEL, self, BATCH, None)

    def _take(self, body: str, phone: str) -> Outcome:
        if self._chance.random() < UNKNOWN:
            return Failed("InvalidPhoneNumber")
        name = f"demo-out-{next(self._numbers):09}"
        arrived = self._chance.random() >= ABSENT
        if arrived:
            self.taken.append((phone, body))
            self.delivered += 1
        self._reports.append((name, "Success" if arrived else "AbsentSubscriber"))
        return Sent(name, cost_micros=MICROS, currency="XOF")

    def _hop(self, session: str) -> Hop:
        form = {"sessionId": session, "phoneNumber": self._phones[session], "text": self._texts[session]}
        form |= {"serviceCode": self._core.settings.service_code, "networkCode": network(self._phones[session])}
        turn = parse.ussd_turn(form, self._core.settings.country, time.time())
        screen = self._core.conversation.ussd(turn)
        return Hop(session, screen.body, not screen.ends, "")


def network(phone: str) -> str:
    """The code of the network that serves a Malian number."""
    return NETWORKS.get(phone.removeprefix("+223")[:1], NETWORKS["7"])
