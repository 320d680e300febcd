"""Posting to the customer's callback addresses, and remembering what was answered."""

import itertools
import json
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from emulator.clock import Clock
from emulator.exchange import Exchange, Reply
from emulator.settings import Settings

CALLBACKS_KEPT = 5_000
FORM = "application/x-www-form-urlencoded"
NO_ADDRESS = "no address configured"
WHO = ("phoneNumber", "from", "address", "senderAddress")  # where callbacks name the phone

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Callback:
    """One callback sent, as the log of `/_control/callbacks` shows it."""

    serial: int
    kind: str
    at: str
    number: str
    fields: dict[str, Any]
    status: int
    body: str
    problem: str
    millis: int


class Courier:
    """Posts callbacks to the addresses configured, and to no other."""

    def __init__(self, settings: Settings, clock: Clock, exchange: Exchange) -> None:
        self._settings = settings
        self._clock = clock
        self._exchange = exchange
        self._serials = itertools.count(1)
        self.log: deque[Callback] = deque(maxlen=CALLBACKS_KEPT)

    def post(self, kind: str, fields: Fields, headers: Mapping[str, str] | None = None) -> Reply:
        """Post a form to the address configured for this kind of callback."""
        body = urlencode(fields).encode()
        return self._post(kind, dict(fields), body, {"Content-Type": FORM, **(headers or {})})

    def post_json(
        self, kind: str, told: dict[str, Any], sign: Callable[[bytes], Mapping[str, str]] | None = None
    ) -> Reply:
        """Post JSON to the address configured for this kind of callback; `sign` makes more headers of the body."""
        body = json.dumps(told).encode()
        headers = {"Content-Type": "application/json", **(sign(body) if sign else {})}
        return self._post(kind, _leaves(told), body, headers)

    def _post(self, kind: str, fields: dict[str, Any], body: bytes, headers: dict[str, str]) -> Reply:
        url: str = getattr(self._settings.urls, kind)
        at = self._clock.now().isoformat()
        patience = self._settings.rules.answer_seconds
        reply = self._exchange(url, body, headers, patience) if url else Reply(problem=NO_ADDRESS)
        number = next((fields[name].removeprefix("tel:") for name in WHO if fields.get(name)), "")
        text = reply.body.decode("utf-8", "replace")
        self.log.append(
            Callback(next(self._serials), kind, at, number, fields, reply.status, text, reply.problem, reply.millis)
        )
        return reply


def _leaves(told: dict[str, Any]) -> dict[str, Any]:
    """Return what JSON says, without its nesting: the log shows one field a name."""
    flat: dict[str, Any] = {}
    for name, value in told.items():
        flat |= _leaves(value) if isinstance(value, dict) else {name: value}
    return flat
