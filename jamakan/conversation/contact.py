"""Where a contact stands between two turns, and what was last answered."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any, Self

from flows.dialogue import Dialogue

PARKED = 3  # unfinished dialogues kept beside the current one; an older one stays partial in SQL
HEARD = 200  # SMS remembered; a phone that writes more between two fetches is a machine
HEARD_SECONDS = 14 * 3600  # a carrier repeats an SMS for 12 hours, and its clock is not ours
SAME_SECONDS = 60.0  # two dates the carrier gives of one SMS differ by no more


@dataclass(frozen=True, slots=True)
class Heard:
    """An SMS taken: `mark` stands for its words, `at` is the carrier's date, `asked` says that we fetched it.

    A callback and a fetch name the same SMS differently. One of each with the same words and date is one SMS.
    """

    mark: str
    at: float
    asked: bool


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
    heard: tuple[Heard, ...] = field(default=())  # SMS lately taken whose twin has not come

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

    def twin(self, sms: Heard) -> Heard | None:
        """The same SMS come the other way, the nearest in time: people do answer `1` twice in a minute."""
        found = [one for one in self.heard if one.mark == sms.mark and one.asked != sms.asked]
        nearest = min(found, key=lambda one: abs(one.at - sms.at), default=None)
        return nearest if nearest and abs(nearest.at - sms.at) <= SAME_SECONDS else None

    def hears(self, sms: Heard) -> Self:
        """Remember an SMS until its twin comes; with its twin here, both are settled."""
        if twin := self.twin(sms):
            return replace(self, heard=tuple(one for one in self.heard if one is not twin))
        lately = [one for one in self.heard if one.at > sms.at - HEARD_SECONDS]
        return replace(self, heard=(*lately, sms)[-HEARD:])

    def to_json(self) -> dict[str, Any]:
        return {
            "d": self.dialogue.to_json() if self.dialogue else None,
            "p": [dialogue.to_json() for dialogue in self.parked],
            "s": self.session,
            "c": self.surface,
            "t": self.at,
            "h": self.hinted_at,
            "m": self.mistakes,
            "r": [[one.mark, one.at, int(one.asked)] for one in self.heard],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        dialogue = Dialogue.from_json(data["d"]) if data["d"] else None
        parked = tuple(Dialogue.from_json(item) for item in data["p"])
        heard = tuple(Heard(mark, at, bool(asked)) for mark, at, asked in data.get("r", ()))
        return cls(dialogue, parked, data["s"], data["c"], data["t"], data["h"], data["m"], heard)


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
