"""Access tokens: good until they expire or are forgotten."""

from datetime import datetime, timedelta
from uuid import uuid4

from emulator.clock import Clock
from emulator.settings import Settings


class Tokens:
    """The tokens issued. Callers hold the carrier's lock."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._good_until: dict[str, datetime] = {}
        self.issued = 0

    def issue(self) -> str:
        """Return a new token."""
        token = uuid4().hex
        life = timedelta(seconds=self._settings.rules.orange_token_seconds)
        self._good_until[token] = self._clock.now() + life
        self.issued += 1
        return token

    def good(self, token: str) -> bool:
        """Return whether a token still opens the door."""
        return token in self._good_until and self._clock.now() < self._good_until[token]

    def forget(self) -> None:
        """Let no token of before be good any more, as the real service does now and then."""
        self._good_until.clear()
