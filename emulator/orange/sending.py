"""Taking messages from the customer, one recipient a request."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import RLock
from uuid import uuid4

from emulator.alphabet import measure
from emulator.clock import Clock
from emulator.ledger import Entry, Ledger
from emulator.lives import Life, Lives
from emulator.networks import is_landline, network_code, normalise
from emulator.orange.receipts import LIFECYCLES, Receipts
from emulator.planned import Outcome, Planned
from emulator.settings import ORANGE, Settings

UNITS = 10_000  # SMS in the bundle to begin with
LONGEST = 10  # parts
ERRORS = {  # code → HTTP status, kind, text
    "SVC0002": (400, "serviceException", "Invalid input value for message part %1"),
    "SVC0004": (400, "serviceException", "No valid addresses provided in message part %1"),
    "SVC0280": (400, "serviceException", "Message too long"),
    "POL0001": (403, "policyException", "A policy error occurred: no unit is left in the contract"),
}


@dataclass(frozen=True, slots=True)
class Request:
    """One message, as the customer wrote it. Addresses carry `tel:`."""

    address: str
    sender_address: str
    sender_name: str
    text: str


class RefusedError(Exception):
    """A message that is not taken: one of the service's error codes, and the part of the request that is wrong."""

    def __init__(self, code: str, variable: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.variable = variable


class TooFastError(Exception):
    """More requests a second than the rules allow."""


class Sending:
    """The counter where messages are accepted or refused."""

    def __init__(
        self, settings: Settings, clock: Clock, ledger: Ledger, lives: Lives, receipts: Receipts, lock: RLock
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._ledger = ledger
        self._lives = lives
        self._receipts = receipts
        self._lock = lock
        self._lately: deque[datetime] = deque()
        self.planned = Planned()
        self.units = UNITS

    def accept(self, request: Request) -> str:
        """Record the message, start its delivery, and return its identifier. Raises RefusedError, TooFastError."""
        with self._lock:
            self._keep_pace()
            life = self._decide(request)
            self._ledger.append([life.entry])
        self._lives.follow([life])  # outside the lock: early receipts are posted here
        return life.entry.id

    def _keep_pace(self) -> None:
        now = self._clock.now()
        while self._lately and now - self._lately[0] >= timedelta(seconds=1):
            self._lately.popleft()
        if len(self._lately) >= self._settings.rules.orange_per_second:
            raise TooFastError
        self._lately.append(now)

    def _decide(self, request: Request) -> Life:
        number, rules = normalise(request.address.removeprefix("tel:")), self._settings.rules
        if request.sender_address != f"tel:+{rules.orange_number}":
            raise RefusedError("SVC0004", "senderAddress")
        if number is None or is_landline(number) or not request.address.startswith("tel:+"):
            raise RefusedError("SVC0004", "address")
        outcome = self.planned.use(number) or Outcome()
        if outcome.code:
            raise RefusedError(str(outcome.code), "address")
        parts = measure(request.text).parts
        if parts > LONGEST:
            raise RefusedError("SVC0280")
        if parts > self.units:
            raise RefusedError("POL0001")
        self.units -= parts
        lifecycle = outcome.lifecycle or rules.orange_lifecycle
        return Life(self._entry(number, request, parts), lifecycle, LIFECYCLES[lifecycle], self._receipts.post)

    def _entry(self, number: str, request: Request, parts: int) -> Entry:
        rules = self._settings.rules
        return Entry(
            kind="message",
            id=str(uuid4()),
            at=self._clock.now().isoformat(),
            number=number,
            # A name nobody approved is not shown: people see a number.
            peer=request.sender_name if request.sender_name in rules.sender_ids else rules.orange_number,
            text=request.text,
            parts=parts,
            cost="0",
            network=network_code(number, rules.style),
            code=201,
            carrier=ORANGE,
        )
