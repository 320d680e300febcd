"""What holds in every flow, whatever is typed: found by a machine that plays random flows."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from flows import engine
from flows.dialogue import RESUME, Dialogue
from flows.effects import Answered, Dropped, Ended, GoTo
from flows.model import Flow
from flows.screens import Screen
from flows.steps import LISTS
from flows.text.gsm7 import is_gsm7, width
from flows.walk import Walk
from flows.world import SMS, USSD, Surface, World
from tests.support.phone import GAO, KAYES, NOW, SERVICE
from tests.support.random_flows import TYPED, flows

SURFACES = st.sampled_from([USSD, SMS, Surface(40, hints=True), Surface(184, hints=False)])


def _world(surface: Surface = USSD, activities: int = 2) -> World:
    return World(NOW, surface, SERVICE, {"activities": (KAYES, GAO)[:activities]})


class AnyDialogue(RuleBasedStateMachine):
    """Somebody types anything, changes phone and language, drops the line; activities open and close meanwhile."""

    flow: Flow
    dialogue: Dialogue
    screen: Screen
    world: World
    language: str
    given: str
    typed: str
    before: Dialogue | None = None
    stored: dict[str, str]
    gone = False

    @initialize(
        flow=flows(), surface=SURFACES, language=st.sampled_from(["fr", "en", "bm"]), given=st.sampled_from("1x")
    )
    def dials(self, flow: Flow, surface: Surface, language: str, given: str) -> None:
        self.flow, self.world, self.language, self.given = flow, _world(surface), language, given
        self._begin()

    @precondition(lambda self: self.gone)
    @rule()
    def dials_anew(self) -> None:
        self._begin()

    @precondition(lambda self: not self.gone)
    @rule(text=TYPED)
    def types(self, text: str) -> None:
        before = self.dialogue
        result = engine.step(self.flow, before, text, self.world)
        assert engine.step(self.flow, before, text, self.world) == result, "a repeat came out different"
        self._take(result)
        self.before, self.typed = before, text

    @precondition(lambda self: self.before and self._went_forward(self.before))
    @rule()
    def goes_back_and_forth(self) -> None:
        back = engine.step(self.flow, self.dialogue, "00", self.world)
        assert self.before
        assert back.dialogue.position == self.before.position
        if back.dialogue.offered != self.before.offered:
            return  # activities opened or closed since: the numbers mean something else now
        forth = engine.step(self.flow, back.dialogue, self.typed, self.world)
        assert forth.dialogue == self.dialogue
        assert forth.screen == self.screen

    @precondition(lambda self: not self.gone)
    @rule()
    def drops_the_line_and_dials_again(self) -> None:
        self._take(engine.resume(self.flow, self.dialogue, self.world))

    @precondition(lambda self: not self.gone)
    @rule(surface=SURFACES, activities=st.integers(0, 2))
    def the_world_changes(self, surface: Surface, activities: int) -> None:
        self.world = _world(surface, activities)
        self._take(engine.show(self.flow, self.dialogue, self.world))

    @precondition(lambda self: not self.gone)
    @rule(language=st.sampled_from(["fr", "en"]))
    def asks_for_another_language(self, language: str) -> None:
        result = engine.speak(self.flow, self.dialogue, language, self.world)
        assert result.dialogue.answers == self.dialogue.answers
        self._take(result)

    @invariant()
    def the_screen_fits_and_every_phone_can_show_it(self) -> None:
        assert width(self.screen.body) <= self.world.surface.limit
        assert is_gsm7(self.screen.body)
        assert self.screen.body or self.gone

    @precondition(lambda self: not self.gone and not self.dialogue.outcome)
    @invariant()
    def every_choice_is_on_some_page(self) -> None:
        walk = Walk(self.flow, self.dialogue, self.world)
        if self.dialogue.mode == RESUME or walk.step is None or walk.step.kind not in LISTS:
            return
        dialogue, shown = self.dialogue, [self.screen.body]
        while (dialogue := engine.step(self.flow, dialogue, "98", self.world).dialogue) != self.dialogue:
            if (page := engine.show(self.flow, dialogue, self.world).screen.body) in shown:
                break
            shown.append(page)
        starts = {line.split(" ")[0] for page in shown for line in page.split("\n")}
        assert {offer.key for offer in walk.offers()} <= starts

    @precondition(lambda self: self.world.surface.mistake and self.dialogue.notice and self.dialogue.mode != RESUME)
    @invariant()
    def a_mistake_costs_one_part(self) -> None:
        assert width(self.screen.body) <= self.world.surface.mistake

    @invariant()
    def the_dialogue_survives_json(self) -> None:
        assert Dialogue.from_json(json.loads(json.dumps(self.dialogue.to_json()))) == self.dialogue

    @precondition(lambda self: self.dialogue.outcome)
    @invariant()
    def what_is_stored_at_the_end_is_what_the_dialogue_holds(self) -> None:
        stored_kinds = {name for name in self.dialogue.answers if self.flow.step(name).kind.value != "menu"}
        assert self.stored == {name: self.dialogue.answers[name] for name in stored_kinds}

    def _begin(self) -> None:
        self.stored, self.gone = {}, False
        inputs = {"given": self.given}
        self._take(engine.start(self.flow, key="k", language=self.language, world=self.world, inputs=inputs))

    def _went_forward(self, before: Dialogue) -> bool:
        return self.dialogue.trail == (*before.trail, before.position) and not self.dialogue.outcome and not self.gone

    def _take(self, result: engine.Result) -> None:
        assert not self.gone
        self.before = None
        self.dialogue, self.screen = result.dialogue, result.screen
        for effect in result.effects:
            if isinstance(effect, Answered):
                self.stored[effect.step] = effect.value
            elif isinstance(effect, Dropped):
                del self.stored[effect.step]
        ends = [effect for effect in result.effects if isinstance(effect, Ended)]
        assert len(ends) <= 1
        self.gone = result.screen.ends or any(isinstance(effect, GoTo) for effect in result.effects)


AnyDialogue.TestCase.settings = settings(max_examples=80, stateful_step_count=25, deadline=None)
TestAnyDialogue = AnyDialogue.TestCase


@settings(max_examples=60, deadline=None)
@given(flows(), st.lists(TYPED, max_size=20))
def test_two_runs_of_one_conversation_are_the_same(flow: Flow, texts: list[str]) -> None:
    def played() -> list[engine.Result]:
        results = [engine.start(flow, key="k", language="fr", world=_world())]
        for text in texts:
            results.append(engine.step(flow, results[-1].dialogue, text, _world()))
        return results

    assert played() == played()
