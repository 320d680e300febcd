"""Taking messages from the customer: `POST /version1/messaging`."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from threading import RLock
from uuid import uuid4

from emulator.account import Account, money
from emulator.alphabet import measure
from emulator.callbacks import Courier
from emulator.clock import Clock
from emulator.ledger import Entry, Ledger
from emulator.lives import Life, Lives
from emulator.networks import network_code, network_of, normalise
from emulator.settings import Settings
from emulator.sms.answers import Answer, Fate, accepted, answer, invalid_sender, refused
from emulator.sms.lifecycles import LIFECYCLES
from emulator.sms.outcomes import ACCEPTED, Outcomes
from emulator.sms.reports import teller

SHARED_SENDER = "AFRICASTKNG"  # what subscribers see when no sender is given


@dataclass(frozen=True, slots=True)
class Order:
    """One request to send: the same text to many numbers, as the customer wrote them."""

    numbers: Sequence[str]
    text: str
    sender: str = ""
    enqueue: bool = False
    premium: bool = False


class Sending:
    """The counter where messages are accepted or refused, one recipient at a time."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        account: Account,
        outcomes: Outcomes,
        ledger: Ledger,
        courier: Courier,
        lives: Lives,
        lock: RLock,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._account = account
        self._outcomes = outcomes
        self._ledger = ledger
        self._courier = courier
        self._lives = lives
        self._lock = lock

    def accept(self, order: Order) -> Answer:
        """Record what is accepted, start its delivery, and return the answer's body."""
        rules = self._settings.rules
        if order.sender and order.sender not in {SHARED_SENDER, *rules.sender_ids, *rules.short_codes}:
            return invalid_sender()
        with self._lock:
            fates = [self._decide(order, raw) for raw in order.numbers]
            lives = [fate.life for fate in fates if fate.life]
            self._ledger.append(life.entry for life in lives)
        self._lives.follow(lives)  # outside the lock: early reports are posted here, and may take seconds
        return answer(fates, self._account, rules.style, order.premium)

    def _decide(self, order: Order, raw: str) -> Fate:
        number, sender, rules = normalise(raw), order.sender or SHARED_SENDER, self._settings.rules
        if number is None:
            return refused(raw, 403)
        outcome = self._outcomes.take(number, sender)
        code = int(outcome.code) or (102 if order.enqueue else 101)
        if code not in ACCEPTED:
            return refused(number, code)
        text = self._with_opt_out(order.text, sender, number)
        parts = measure(text).parts
        price = Decimal(0) if order.premium else network_of(number).price * parts
        if not self._account.pay(price):
            return refused(number, 405)
        entry = self._entry(number, sender, text, parts, price, code)
        lifecycle = outcome.lifecycle or rules.lifecycle
        life = Life(entry, lifecycle, LIFECYCLES[lifecycle], teller(self._courier, outcome.reason, order.premium))
        return accepted(life, price, rules.style)

    def _with_opt_out(self, text: str, sender: str, number: str) -> str:
        """Append the opt-out sentence to the first message a subscriber gets from a sender, when that rule is on."""
        sentence = self._settings.rules.opt_out_text
        first = (sender, number) not in self._ledger.acquainted
        return f"{text} {sentence}" if sentence and first else text

    def _entry(self, number: str, sender: str, text: str, parts: int, price: Decimal, code: int) -> Entry:
        return Entry(
            kind="message",
            id=f"ATXid_{uuid4().hex}",
            at=self._clock.now().isoformat(),
            number=number,
            peer=sender,
            text=text,
            parts=parts,
            cost=money("XOF", price) if price else "0",
            network=network_code(number, self._settings.rules.style),
            code=code,
        )
