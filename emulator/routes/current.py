"""The carrier behind the application, which a reset replaces."""

from dataclasses import replace
from pathlib import Path
from typing import cast

from flask import current_app

from emulator.carrier import Carrier, build
from emulator.clock import Clock
from emulator.exchange import Exchange
from emulator.settings import Settings


class Current:
    """The carrier in service."""

    def __init__(self, settings: Settings, clock: Clock, ledger_path: Path | None, exchange: Exchange) -> None:
        self._first = settings
        self._clock = clock
        self._ledger_path = ledger_path
        self._exchange = exchange
        self.carrier = self._build()

    def reset(self) -> None:
        """Start anew, as on the first day: everything forgotten, the ledger too."""
        self._clock.clear()
        self.carrier.faults.clear()
        self.carrier.ledger.close(forget=True)
        self.carrier = self._build()

    def _build(self) -> Carrier:
        return build(replace(self._first), self._clock, self._ledger_path, self._exchange)


def current() -> Current:
    """Return what the running application keeps its carrier in."""
    return cast("Current", current_app.extensions["emulator"])


def carrier() -> Carrier:
    """Return the carrier in service."""
    return current().carrier
