"""The phones in people's hands: who holds them, and the SMS on them."""

from collections import deque
from dataclasses import dataclass, field

from emulator.networks import network_of

BUBBLES_KEPT = 300  # a phone of that time kept fewer; a load test must not fill the memory


@dataclass(slots=True)
class Bubble:
    """One SMS on a phone. `way` is "in" or "out"; `peer` the other side; `state` how an outgoing one fares."""

    id: str
    way: str
    peer: str
    text: str
    parts: int
    at: str
    state: str = ""
    unread: bool = False


@dataclass(slots=True)
class Handset:
    """One phone. `revision` grows with every change that its screen could show."""

    number: str
    name: str = ""
    revision: int = 0
    bubbles: deque[Bubble] = field(default_factory=lambda: deque(maxlen=BUBBLES_KEPT))

    @property
    def network(self) -> str:
        """The network's name."""
        return network_of(self.number).name

    @property
    def unread(self) -> int:
        """How many incoming SMS nobody looked at."""
        return sum(bubble.unread for bubble in self.bubbles)


# The people of the tests and of the demonstration.
PEOPLE = {"+22370000001": "Awa", "+22366000002": "Moussa", "+22350000003": "Fatou"}


class Handsets:
    """Every phone by its number; a phone that nobody named exists as soon as it is used. Callers hold the lock."""

    def __init__(self) -> None:
        self._by_number: dict[str, Handset] = {}
        for number, name in PEOPLE.items():
            self.name(number, name)

    def get(self, number: str) -> Handset:
        """Return the phone with this number, made if need be."""
        return self._by_number.setdefault(number, Handset(number))

    def name(self, number: str, name: str) -> Handset:
        """Put a phone on the table of the web phone, under a person's name."""
        handset = self.get(number)
        handset.name = name
        return handset

    def named(self) -> list[Handset]:
        """Return the phones on the table."""
        return [handset for handset in self._by_number.values() if handset.name]

    def touch(self, number: str) -> None:
        """Say that something on this phone changed."""
        self.get(number).revision += 1

    def put(self, number: str, bubble: Bubble) -> None:
        """Put an SMS on a phone."""
        self.get(number).bubbles.append(bubble)
        self.touch(number)

    def read(self, number: str) -> None:
        """Mark every SMS on a phone as seen."""
        for bubble in self.get(number).bubbles:
            bubble.unread = False
        self.touch(number)
