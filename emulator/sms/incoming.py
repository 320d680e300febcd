"""SMS from a phone to the short code: posted to the customer until it answers 200."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import RLock
from uuid import uuid4

from emulator.alphabet import measure
from emulator.callbacks import NO_ADDRESS, Courier
from emulator.clock import Clock
from emulator.exchange import Reply
from emulator.handsets import Bubble, Handsets
from emulator.ledger import Entry, Ledger
from emulator.networks import network_code
from emulator.settings import Settings

MESSAGES_KEPT = 5_000
PAGE = 100  # messages in one answer to a fetch

# The three forms a date was seen in; all are UTC.
DATE_FORMATS = {
    "space": lambda moment: moment.strftime("%Y-%m-%d %H:%M:%S"),
    "iso": lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
    "millis": lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z",
}


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
    """One SMS on its way to the customer; `answers` are HTTP statuses.

    `state` is sending, delivered, abandoned, or kept: for the customer who configured no address, and polls.
    """

    serial: int
    draft: Draft
    fields: list[tuple[str, str]]
    date: datetime
    bubble: Bubble
    state: str = "sending"
    answers: list[int] = field(default_factory=list)


class Inbox:
    """What phones sent. An answer other than 200 is asked again, as the real service does for twelve hours."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        courier: Courier,
        handsets: Handsets,
        ledger: Ledger,
        lock: RLock,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._courier = courier
        self._handsets = handsets
        self._ledger = ledger
        self._lock = lock
        self._count = 15_000  # the real service's ids are far from 1 as well
        self.messages: deque[Incoming] = deque(maxlen=MESSAGES_KEPT)

    def send(self, draft: Draft) -> Incoming:
        """Send an SMS from a phone; on return the first delivery was tried."""
        incoming = self._record(draft)
        self._attempt(incoming)
        for _ in range(draft.copies - 1):
            incoming.answers.append(self._courier.post("sms", incoming.fields).status)
        return incoming

    def after(self, serial: int) -> list[Incoming]:
        """Return the next messages for a customer who polls instead of listening."""
        with self._lock:
            return [message for message in self.messages if message.serial > serial][:PAGE]

    def _record(self, draft: Draft) -> Incoming:
        moment, parts = self._clock.now(), measure(draft.text).parts
        identity, at = draft.id or str(uuid4()), moment.isoformat()
        network = network_code(draft.number, self._settings.rules.style)
        bubble = Bubble(identity, "out", draft.to, draft.text, parts, at, state="sending")
        with self._lock:
            self._count += 1
            incoming = Incoming(self._count, draft, _fields(draft, identity, moment, network), moment, bubble)
            self.messages.append(incoming)
            self._handsets.put(draft.number, bubble)
            self._ledger.append(
                [Entry("incoming", identity, at, draft.number, draft.to, draft.text, parts, "0", network)]
            )
        return incoming

    def _attempt(self, incoming: Incoming) -> None:
        reply = self._courier.post("sms", incoming.fields)
        with self._lock:
            incoming.answers.append(reply.status)
            if incoming.state == "sending":
                incoming.state = self._state_after(incoming, reply)
            incoming.bubble.state = incoming.state
            self._handsets.touch(incoming.draft.number)

    def _state_after(self, incoming: Incoming, reply: Reply) -> str:
        if reply.problem == NO_ADDRESS:
            return "kept"
        return "delivered" if reply.status == 200 else self._again(incoming)

    def _again(self, incoming: Incoming) -> str:
        rules = self._settings.rules
        given_up = incoming.date + timedelta(seconds=rules.retry_for_seconds)
        if self._clock.now() + timedelta(seconds=rules.retry_seconds) > given_up:
            return "abandoned"
        self._clock.later(rules.retry_seconds, lambda: self._retry(incoming))
        return "sending"

    def _retry(self, incoming: Incoming) -> None:
        if incoming.state == "sending":
            self._attempt(incoming)


def _fields(draft: Draft, identity: str, moment: datetime, network: str) -> list[tuple[str, str]]:
    fields = [("date", DATE_FORMATS[draft.date_format](moment)), ("from", draft.number), ("id", identity)]
    if draft.link_id is not None:
        fields.append(("linkId", draft.link_id))
    fields += [("text", draft.text), ("to", draft.to), ("networkCode", network)]
    if draft.cost:
        fields.append(("cost", draft.cost))
    return fields
