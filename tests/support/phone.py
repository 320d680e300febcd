"""A phone over the pure engine, so that tests read as the conversation they are about.

    awa = Phone()
    awa.dials()
    awa.sees("1 M'inscrire")
    awa.types("1")

Every screen is checked against the carrier's limit and GSM-7, every turn is played twice and must come out the same,
and the dialogue goes through JSON between turns as it does in real life.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from flows import engine
from flows.catalog import Catalog, catalog, load_library
from flows.dialogue import Dialogue
from flows.effects import Answered, Do, Dropped, Effect, Ended, GoTo, LanguageChosen, Reported
from flows.engine import Result
from flows.model import Flow
from flows.text.gsm7 import is_gsm7, width
from flows.world import USSD, Option, Surface, World

NOW = datetime(2025, 11, 17, 9, 30, tzinfo=UTC)
SERVICE = {"org": "COCEM", "tel": "20 22 33 44", "hours": "8h-17h", "code": "123456"}


def activity(name: str, town: str, date: Mapping[str, str], *, full: bool = False) -> Option:
    return Option(
        name,
        {language: f"{town}, {day}" for language, day in date.items()},
        flag="full" if full else "",
        values={"activity": {"fr": town}, "date": date, "place": {"fr": "Mairie", "en": "Town hall"}},
    )


KAYES = activity("a1", "Kayes", {"fr": "12 janvier", "en": "12 January"})
GAO = activity("a2", "Gao", {"fr": "19 janvier", "en": "19 January"}, full=True)

LISTS = {
    "themes": (Option("water", {"fr": "L'eau", "en": "Water"}),),
    "regions": (Option("kayes", {"fr": "Kayes"}), Option("gao", {"fr": "Gao"})),
}


class Phone:
    """Somebody with a phone. Flows lead to each other as in the service; the last dialogue left by `99` is parked."""

    def __init__(
        self,
        flow: str = "main",
        *,
        flows: Catalog | None = None,
        language: str = "fr",
        surface: Surface = USSD,
        inputs: Mapping[str, str] | None = None,
        activities: tuple[Option, ...] = (KAYES, GAO),
    ) -> None:
        self._flows = flows or load_library()
        self._first = flow
        self._inputs = inputs or {}
        self.language = language
        self.world = World(NOW, surface, SERVICE, {**LISTS, "activities": activities})
        self.dialogue = Dialogue("", "", "", language)
        self.parked: Dialogue | None = None
        self.screen = ""
        self.ended = False
        self.effects: list[Effect] = []
        self._dialogues = 0

    @classmethod
    def of(cls, yaml: str, *, surface: Surface = USSD, language: str = "fr") -> "Phone":
        """A phone for one flow that a test writes out, which may lead to the library's."""
        library = load_library()
        flows = catalog([("test.yaml", yaml), *((name, library.source(name)) for name in library.names)])
        return cls(flows.names[0], flows=flows, surface=surface, language=language)

    # What people do

    def dials(self) -> None:
        self._begin(self._first)

    def types(self, *texts: str) -> None:
        for text in texts:
            assert not self.ended, f"the conversation is over: {self.screen!r}"
            self._turn(text)

    def dials_again(self) -> None:
        """After the line dropped."""
        self._take(engine.resume(self._flow, self.dialogue, self.world))

    def continues_on(self, surface: Surface) -> None:
        self.world = replace(self.world, surface=surface)
        self._take(engine.show(self._flow, self.dialogue, self.world))

    def comes_back_to_the_parked(self) -> None:
        assert self.parked is not None
        self.dialogue = replace(self.parked, language=self.language)
        self.dials_again()

    # What the service knows meanwhile

    def activities_become(self, *activities: Option) -> None:
        self.world = replace(self.world, lists={**self.world.lists, "activities": activities})

    # What is seen

    def sees(self, *texts: str) -> None:
        for text in texts:
            assert text in self.screen, f"{text!r} is not on the screen:\n{self.screen}"

    def does_not_see(self, *texts: str) -> None:
        for text in texts:
            assert text not in self.screen, f"{text!r} is on the screen:\n{self.screen}"

    def reads(self, *lines: str) -> None:
        """The whole screen."""
        assert self.screen.split("\n") == list(lines)

    # What came of it

    @property
    def answers(self) -> dict[str, str]:
        """As a store would hold them: answered, and not dropped since."""
        found: dict[str, str] = {}
        for effect in self.effects:
            if isinstance(effect, Answered):
                found[effect.step] = effect.value
            elif isinstance(effect, Dropped):
                del found[effect.step]
        return found

    @property
    def outcomes(self) -> list[str]:
        return [effect.outcome for effect in self.effects if isinstance(effect, Ended)]

    @property
    def done(self) -> dict[str, Mapping[str, str]]:
        """action → the answers given with it."""
        return {effect.action: effect.answers for effect in self.effects if isinstance(effect, Do)}

    @property
    def reports(self) -> list[tuple[str, str]]:
        return [(effect.step, effect.reason) for effect in self.effects if isinstance(effect, Reported)]

    @property
    def _flow(self) -> Flow:
        return self._flows.flow(self.dialogue.flow)

    def _begin(self, name: str) -> None:
        flow = self._flows.flow(name)
        self._dialogues += 1
        key = f"dialogue {self._dialogues}"
        given = {input_: value for input_, value in self._inputs.items() if input_ in flow.inputs}
        self._take(engine.start(flow, key=key, language=self.language, world=self.world, inputs=given))

    def _turn(self, text: str) -> None:
        result = engine.step(self._flow, self.dialogue, text, self.world)
        assert engine.step(self._flow, self.dialogue, text, self.world) == result, "a repeat came out different"
        self._take(result)

    def _take(self, result: Result) -> None:
        self.effects.extend(result.effects)
        for effect in result.effects:
            if isinstance(effect, LanguageChosen):
                self.language = effect.language
        self.dialogue = Dialogue.from_json(json.loads(json.dumps(result.dialogue.to_json())))
        assert self.dialogue == result.dialogue, "JSON lost something"
        for effect in result.effects:
            if isinstance(effect, GoTo):
                self._leave_for(effect.flow, result)
                return
        self.screen, self.ended = result.screen.body, result.screen.ends
        limit = self.world.surface.limit
        assert width(self.screen) <= limit, f"{width(self.screen)} characters, {limit} fit:\n{self.screen}"
        assert is_gsm7(self.screen), self.screen

    def _leave_for(self, flow: str, result: Result) -> None:
        assert result.screen.body == ""
        if not result.dialogue.outcome:
            self.parked = result.dialogue
        self._begin(flow)
