"""Carriers that live in the test: they take messages, and say of each number what the test has them say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock

import pytest

from jamakan.channels.outcomes import Balance, Outcome, Sent
from jamakan.channels.routes import Route
from jamakan.prices import MICROS
from jamakan.sending import flushing

Answer = Callable[[str], Outcome]
AT = "africastalking"


def takes(phone: str) -> Outcome:
    """What a carrier says when all is well."""
    return Sent(f"ATXid_{phone}", 1, 8 * MICROS, "XOF")


@dataclass
class Carrier:
    """One carrier. `taken` are (phone, text) in their order, `references` our names of the calls."""

    answer: Answer = takes
    taken: list[tuple[str, str]] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    left: Balance | None = None
    _lock: Lock = field(default_factory=Lock)

    @property
    def calls(self) -> int:
        return len(self.references)

    @property
    def phones(self) -> list[str]:
        """Whom it was given messages for."""
        return [phone for phone, _ in self.taken]

    def send(self, body: str, phones: Sequence[str], reference: str) -> dict[str, Outcome]:
        with self._lock:
            self.references.append(reference)
            self.taken += [(phone, body) for phone in phones]
        return {phone: self.answer(phone) for phone in phones}

    def balance(self) -> Balance | None:
        return self.left


class Carriers:
    """The routes of a house in the test: what `jamakan.channels.routes` would give."""

    def __init__(self) -> None:
        self.routes: dict[str, Route] = {}

    def add(
        self,
        answer: Answer = takes,
        name: str = AT,
        batch: int = 200,
        per_second: float | None = None,
    ) -> Carrier:
        """Put a carrier in its place, or in another's."""
        carrier = Carrier(answer)
        self.routes[name] = Route(name, carrier, batch, per_second)
        return carrier


@pytest.fixture
def carriers(monkeypatch: pytest.MonkeyPatch) -> Carriers:
    """No carrier yet: a test adds those it wants."""
    ours = Carriers()
    monkeypatch.setattr(flushing, "known_routes", lambda _settings: ours.routes)
    return ours
