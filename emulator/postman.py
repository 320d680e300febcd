"""Posting until the customer takes it: what carriers do with messages from phones, and some with reports."""

from collections.abc import Callable
from datetime import datetime, timedelta

from emulator.callbacks import NO_ADDRESS
from emulator.clock import Clock
from emulator.exchange import Reply
from emulator.settings import Settings

Letter = Callable[[], Reply]  # posts one callback, the same each time

SENDING, DELIVERED, ABANDONED, KEPT = "sending", "delivered", "abandoned", "kept"


class Postman:
    """Posts a letter again every `retry_seconds` until it is answered 200, for `retry_for_seconds`."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock

    def deliver(self, letter: Letter, note: Callable[[Reply, str], None] | None = None) -> Reply:
        """Post a letter; on return it was tried once.

        `note` hears every reply, and the state after it: sending, delivered, abandoned, or kept, for a customer who
        configured no address.
        """
        patience = timedelta(seconds=self._settings.rules.retry_for_seconds)
        return self._attempt(letter, note, self._clock.now() + patience)

    def _attempt(self, letter: Letter, note: Callable[[Reply, str], None] | None, until: datetime) -> Reply:
        reply = letter()
        state = self._state(reply, until)
        if note:
            note(reply, state)
        if state == SENDING:
            self._clock.later(self._settings.rules.retry_seconds, lambda: self._attempt(letter, note, until))
        return reply

    def _state(self, reply: Reply, until: datetime) -> str:
        if reply.problem == NO_ADDRESS:
            return KEPT
        if reply.status == 200:
            return DELIVERED
        again = self._clock.now() + timedelta(seconds=self._settings.rules.retry_seconds)
        return ABANDONED if again > until else SENDING
