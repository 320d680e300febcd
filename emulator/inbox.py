"""SMS from a phone to one of the customer's numbers: posted until the customer answers 200."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import RLock
from uuid import uuid4

from emulator.alphabet import measure
from emulator.clock import Clock
from emulator.exchange import Reply
from emulator.handsets import Bubble, Handsets
from emulator.ledger import Entry, Ledger
from emulator.networks import network_code
from emulator.postman import SENDING, Letter, Postman
from emulator.settings import AFRICASTALKING, Settings

MESSAGES_KEPT = 5_000
PAGE = 100  # messages in one answer to a fetch


@dataclass(frozen=True, slots=True)
class Draft:
    """An SMS to be sent by a phone. `link_id` None leaves the field out; `copies` deliveries of the same message."""

    number: str
    to: str
    text: str
    id: str = ""
    date_format: str = "space"
    link_id: str | None = ""
    cost: str = ""
    copies: int = 1


@dataclass(slots=True)
class Incoming:
    """One SMS on its way to the customer; `answers` are HTTP statuses, `state` the postman's."""

    serial: int
    draft: Draft
    carrier: str
    date: datetime
    bubble: Bubble
    letter: Letter
    state: str = SENDING
    answers: list[int] = field(default_factory=list)


Writer = Callable[[Draft, str, datetime], Letter]  # the callback of a message, its identifier and time


class Inbox:
    """What phones sent, through whichever carrier owns the number written to.

    `writers`: how each carrier posts a message, by its name.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        postman: Postman,
        handsets: Handsets,
        ledger: Ledger,
        writers: Mapping[str, Writer],
        lock: RLock,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._postman = postman
        self._handsets = handsets
        self._ledger = ledger
        self._writers = writers
        self._lock = lock
        self._count = 15_000  # the real service's ids are far from 1 as well
        self.messages: deque[Incoming] = deque(maxlen=MESSAGES_KEPT)

    def send(self, draft: Draft) -> Incoming:
        """Send an SMS from a phone; on return the first delivery was tried."""
        incoming = self._record(draft)
        self._postman.deliver(incoming.letter, lambda reply, state: self._note(incoming, reply, state))
        for _ in range(draft.copies - 1):
            incoming.answers.append(incoming.letter().status)
        return incoming

    def after(self, serial: int) -> list[Incoming]:
        """Return the next messages for a customer of Africa's Talking who polls instead of listening."""
        with self._lock:
            rows = [one for one in self.messages if one.serial > serial and one.carrier == AFRICASTALKING]
            return rows[:PAGE]

    def _record(self, draft: Draft) -> Incoming:
        moment, parts = self._clock.now(), measure(draft.text).parts
        identity, at = draft.id or str(uuid4()), moment.isoformat()
        network = network_code(draft.number, self._settings.rules.style)
        carrier = self._settings.rules.carrier_of(draft.to)
        bubble = Bubble(identity, "out", draft.to, draft.text, parts, at, state=SENDING)
        entry = Entry("incoming", identity, at, draft.number, draft.to, draft.text, parts, "0", network, 0, carrier)
        letter = self._writers[carrier](draft, identity, moment)
        with self._lock:
            self._count += 1
            incoming = Incoming(self._count, draft, carrier, moment, bubble, letter)
            self.messages.append(incoming)
            self._handsets.put(draft.number, bubble)
            self._ledger.append([entry])
        return incoming

    def _note(self, incoming: Incoming, reply: Reply, state: str) -> None:
        with self._lock:
            incoming.answers.append(reply.status)
            incoming.state = incoming.bubble.state = state
            self._handsets.touch(incoming.draft.number)
