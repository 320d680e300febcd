"""Where a contact stands between two turns, and what was last answered."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any, Self

from flows.dialogue import Dialogue

PARKED = 3  # unfinished dialogues kept beside the current one; an older one stays partial in SQL


@dataclass(frozen=True, slots=True)
class ContactState:
    """A contact's dialogues. `session`: the USSD session that spoke last; `surface`: where it was last shown."""

    dialogue: Dialogue | None = None
    parked: tuple[Dialogue, ...] = field(default=())
    session: str = ""
    surface: str = ""  # "ussd" or "sms"
    at: float = 0.0  # last turn, seconds since 1970
    hinted_at: float = 0.0  # last "message not recognised" sent
    mistakes: int = 0  # SMS answers in a row that were not understood

    def park(self, not_worth: Collection[str]) -> Self:
        """The current dialogue put aside, to be offered again; one of the flows `not_worth` it is let go."""
        if self.dialogue is None or self.dialogue.outcome or self.dialogue.flow in not_worth:
            return replace(self, dialogue=None)
        others = tuple(d for d in self.parked if d.flow != self.dialogue.flow)
        return replace(self, dialogue=None, parked=(self.dialogue, *others)[:PARKED])

    def unpark(self, flow: str) -> tuple[Self, Dialogue | None]:
        """The parked dialogue of a flow taken out, if there is one."""
        found = next((d for d in self.parked if d.flow == flow), None)
        return replace(self, parked=tuple(d for d in self.parked if d is not found)), found

    def to_json(self) -> dict[str, Any]:
        return {
            "d": self.dialogue.to_json() if self.dialogue else None,
            "p": [dialogue.to_json() for dialogue in self.parked],
            "s": self.session,
            "c": self.surface,
            "t": self.at,
            "h": self.hinted_at,
            "m": self.mistakes,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        dialogue = Dialogue.from_json(data["d"]) if data["d"] else None
        parked = tuple(Dialogue.from_json(item) for item in data["p"])
        return cls(dialogue, parked, data["s"], data["c"], data["t"], data["h"], data["m"])


@dataclass(frozen=True, slots=True)
class Handled:
    """What a USSD session was last answered, or (text and body empty) the mark that an SMS was taken."""

    text: str = ""
    body: str = ""
    ends: bool = False

    def to_json(self) -> list[Any]:
        return [self.text, self.body, self.ends]

    @classmethod
    def from_json(cls, data: list[Any]) -> Self:
        return cls(*data)


def encode(value: ContactState | Handled) -> bytes:
    """JSON bytes, compact: a contact in mid-dialogue takes some hundred bytes."""
    return json.dumps(value.to_json(), ensure_ascii=False, separators=(",", ":")).encode()
