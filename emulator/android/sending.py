"""Messages the app is asked to send."""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import RLock
from uuid import uuid4

from emulator.alphabet import measure
from emulator.android.webhooks import LIFECYCLES, Webhooks
from emulator.clock import Clock
from emulator.ledger import Entry, Ledger
from emulator.lives import Life, Lifecycle, Lives, Report
from emulator.networks import network_code, normalise
from emulator.planned import Outcome, Planned
from emulator.settings import ANDROID, Settings

FULL, WRONG = 503, 400
REFUSALS = frozenset({WRONG, FULL})  # codes a test may plan
NOT_A_NUMBER = Lifecycle((Report("sms:failed", "Invalid phone number"),))  # found out when its turn comes


class RefusedError(Exception):
    """A message the app does not take: the HTTP status it says so with."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


class KnownError(Exception):
    """A message with this identifier was taken before."""


@dataclass(frozen=True, slots=True)
class Message:
    """One text to some numbers, as the customer wrote them; `id` "" lets the app choose."""

    id: str
    text: str
    numbers: Sequence[str]


class Sending:
    """The app's queue."""

    def __init__(
        self, settings: Settings, clock: Clock, ledger: Ledger, lives: Lives, webhooks: Webhooks, lock: RLock
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._ledger = ledger
        self._lives = lives
        self._webhooks = webhooks
        self._lock = lock
        self._known = {entry.id for entry in ledger.entries if entry.carrier == ANDROID}
        self.planned = Planned()

    def accept(self, message: Message) -> str:
        """Queue a message and return its identifier. Raises RefusedError, KnownError."""
        with self._lock:
            if message.id in self._known:
                raise KnownError
            outcomes = [self.planned.use(normalise(raw) or raw) or Outcome() for raw in message.numbers]
            if refused := next((outcome.code for outcome in outcomes if outcome.code), None):
                raise RefusedError(int(refused))
            identity = message.id or uuid4().hex[:21]
            self._known.add(identity)
            lives = [
                self._life(identity, raw, message.text, outcome)
                for raw, outcome in zip(message.numbers, outcomes, strict=True)
            ]
            self._ledger.append(life.entry for life in lives)
        self._lives.follow(lives)  # outside the lock: early webhooks are posted here
        return identity

    def _life(self, identity: str, raw: str, text: str, outcome: Outcome) -> Life:
        number, rules = normalise(raw), self._settings.rules
        name = outcome.lifecycle or rules.android_lifecycle
        cycle = LIFECYCLES[name] if number else NOT_A_NUMBER
        entry = Entry(
            kind="message",
            id=identity,
            at=self._clock.now().isoformat(),
            number=number or raw,
            peer=rules.android_number,
            text=text,
            parts=measure(text).parts,
            cost="0",
            network=network_code(number or raw, rules.style),
            code=202,
            carrier=ANDROID,
        )
        return Life(entry, name, cycle, self._webhooks.report)
