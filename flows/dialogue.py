"""A dialogue: where somebody stands in a flow. Small, immutable, and JSON when it rests between two turns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flows.steps import Text

RESUME = "resume"  # the mode in which "continue or start again?" is shown


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One contact's way through one version of one flow.

    position: the step shown; "" once past the last one. page: of its screen, from 0.
    tries: answers in a row that were not understood. notice: what was wrong with the last, a key of texts.yaml.
    answers: what was answered, menus and calculates included; "" means left unanswered.
    offered: the options of the world on this screen, in order, so that a number keeps its meaning while the world
        changes.
    values: placeholders that came with chosen options, by language.
    trail: the steps passed on the way here, oldest first: what `0` goes back to.
    aside: answered steps that going back made doubtful. Expressions do not see them; they are dropped at the end
        unless answered again.
    outcome: "" while it runs.
    """

    key: str
    flow: str
    version: str
    language: str
    position: str = ""
    page: int = 0
    tries: int = 0
    notice: str = ""
    mode: str = ""
    outcome: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Text] = field(default_factory=dict)
    offered: tuple[str, ...] = ()
    trail: tuple[str, ...] = ()
    aside: frozenset[str] = frozenset()
    inputs: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """JSON types only, without what is empty. Steps of the trail are places in `answers`: names are long."""
        places = {name: place for place, name in enumerate(self.answers)}
        full = {letter: getattr(self, name) for letter, name in _LETTERS.items()}
        full["c"] = list(self.offered)
        full["s"] = sorted(self.aside)
        full["r"] = [places.get(name, name) for name in self.trail]
        return {letter: value for letter, value in full.items() if value or letter in _ALWAYS}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Dialogue":
        """The dialogue `to_json` wrote."""
        fields = {name: data[letter] for letter, name in _LETTERS.items() if letter in data}
        names = tuple(data.get("a", ()))
        fields["trail"] = tuple(step if isinstance(step, str) else names[step] for step in data.get("r", ()))
        fields["offered"] = tuple(data.get("c", ()))
        fields["aside"] = frozenset(data.get("s", ()))
        return cls(**fields)


_ALWAYS = frozenset("kfvl")
_LETTERS: Mapping[str, str] = {
    "k": "key",
    "f": "flow",
    "v": "version",
    "l": "language",
    "p": "position",
    "g": "page",
    "t": "tries",
    "n": "notice",
    "m": "mode",
    "o": "outcome",
    "a": "answers",
    "c": "offered",
    "x": "values",
    "i": "inputs",
    "r": "trail",
    "s": "aside",
}
