"""The moves of a dialogue: forward, back, away and out. No words here, and nothing of what was typed."""

from collections.abc import Mapping
from dataclasses import replace

from flows.dialogue import Dialogue
from flows.effects import COMPLETED, FAILED, Answered, Do, Effect, Ended, GoTo, LanguageChosen, Reported
from flows.expressions import Environment
from flows.limits import MAX_STEPS_PER_TURN
from flows.model import Flow, Step
from flows.offers import Offer, offers, open_options
from flows.routes import Route, after, irrelevant, without_choices
from flows.sheet import Sheet
from flows.steps import LANGUAGE_ACTION, LISTS, STORED, Kind
from flows.world import Option, World


class Walk:
    """One dialogue on the move during one turn; `dialogue()` is what it came to and `effects` what happened."""

    def __init__(self, flow: Flow, dialogue: Dialogue, world: World) -> None:
        self.flow = flow
        self.world = world
        self.sheet = Sheet(flow, dialogue, world.now)
        self.effects: list[Effect] = []
        self.position = dialogue.position
        self.page = dialogue.page
        self.tries = dialogue.tries
        self.notice = dialogue.notice
        self.mode = dialogue.mode
        self.outcome = dialogue.outcome
        self.offered = dialogue.offered
        self.values = dict(dialogue.values)
        self.trail = list(dialogue.trail)
        self._before = dialogue
        self._offers: tuple[Offer, ...] | None = None

    def dialogue(self) -> Dialogue:
        return replace(
            self._before,
            language=self.sheet.language,
            position=self.position,
            page=self.page,
            tries=self.tries,
            notice=self.notice,
            mode=self.mode,
            outcome=self.outcome,
            answers=self.sheet.answers,
            offered=self.offered,
            values=self.values,
            trail=tuple(self.trail),
            aside=frozenset(self.sheet.aside),
        )

    @property
    def step(self) -> Step | None:
        """The step the dialogue stands on; None past the last one."""
        return self.flow.step(self.position) if self.position in self.flow else None

    def offers(self) -> tuple[Offer, ...]:
        """The choices of the step the dialogue stands on."""
        if self._offers is None:
            self._offers = self._offers_of(self.step, self.offered) if self.step else ()
        return self._offers

    def begin(self) -> None:
        self.sheet.compute_all()
        self._go(Route(self.flow.steps[0].name))

    def restart(self) -> None:
        """From the first step, with nothing answered."""
        self.effects.extend(self.sheet.clear())
        self.values, self.trail, self.mode = {}, [], ""
        self.begin()

    def answer(self, step: Step, value: str, offer: Offer | None) -> None:
        """`step`, on which the dialogue stands, is answered: go on."""
        if step.kind is not Kind.NOTE:
            self.sheet.keep(step, value)
        if step.kind in STORED:
            self.effects.append(Answered(step.name, step.kind.value, value, step.personal))
        if offer:
            self.values.update(offer.values)
        self._act(step)
        self.trail.append(step.name)
        self._go(after(self.flow, step, offer))

    def pass_empty(self, step: Step) -> None:
        """Nothing is left to choose on `step`, on which the dialogue stands: go on without."""
        self._go(without_choices(self.flow, step))

    def back(self) -> None:
        """To the step before. Its answer is set aside: expressions no longer see it."""
        if self.trail:
            self._stand_on(self.trail.pop())
            self.sheet.set_aside(self.position)
        self.refresh()

    def refresh(self) -> None:
        """The first page again, with no word about mistakes."""
        self.page, self.tries, self.notice = 0, 0, ""

    def speak(self, language: str) -> None:
        self.sheet.language = language
        self.effects.append(LanguageChosen(language))

    def end(self, outcome: str, step: Step | None = None) -> None:
        """The dialogue is over. What `step` does comes after everything else is settled."""
        self.effects.extend(self.sheet.settle())
        if step:
            self._act(step)
        self.tell_calculated()
        self.outcome, self.mode = outcome, ""
        self.effects.append(Ended(outcome))

    def leave(self, outcome: str) -> None:
        """The dialogue is over and stands nowhere: its words are those of the outcome."""
        self._stand_on("")
        self.refresh()
        self.end(outcome)

    def fail(self, step: str, reason: str) -> None:
        self.effects.append(Reported(step, reason))
        self.leave(FAILED)

    def tell_calculated(self) -> None:
        self.effects.extend(self.sheet.calculated())

    def _go(self, route: Route) -> None:
        """Pass steps until one has something to show, or the flow is left."""
        self.refresh()
        told = len(self.effects)
        for _ in range(MAX_STEPS_PER_TURN):
            if route.goto:
                self.leave(COMPLETED)
                self.effects.append(GoTo(route.goto))
                return
            if route.step is None:
                self.leave(COMPLETED)
                return
            step = self.flow.step(route.step)
            passed = self._passed(step)
            if passed is None:
                self._stand(step)
                return
            route = passed
        del self.effects[told:]  # what was done thousands of times was not meant once
        self.fail(route.step or "", "runaway")

    def _passed(self, step: Step) -> Route | None:
        """Where to go on when `step` shows nothing; None when it is to be shown."""
        if not self.sheet.relevant(step):
            self.sheet.set_aside(step.name)
            return irrelevant(self.flow, step)
        if step.kind is Kind.CALCULATE:
            self._act(step)
            return after(self.flow, step)
        if step.kind in LISTS and not self._offers_of(step, self._open_options(step)):
            self.sheet.set_aside(step.name)
            if not step.empty:
                self.effects.append(Reported(step.name, "no_choices"))
            return without_choices(self.flow, step)
        return None

    def _stand(self, step: Step) -> None:
        """Show `step`. Coming round to a step passed before goes back to where the trail was then."""
        if step.name in self.trail:
            del self.trail[self.trail.index(step.name) :]
        self._stand_on(step.name)
        if step.ends:
            self.end(step.ends, step)

    def _stand_on(self, name: str) -> None:
        self.position = name
        self.offered = self._open_options(self.step) if self.step else ()
        self._offers = None

    def _offers_of(self, step: Step, listed: tuple[str, ...]) -> tuple[Offer, ...]:
        return offers(step, self._options(step), listed, self._row) if step.kind in LISTS else ()

    def _open_options(self, step: Step) -> tuple[str, ...]:
        return open_options(step, self._options(step), self._row)

    def _options(self, step: Step) -> tuple[Option, ...]:
        return self.world.lists.get(step.choices_from, ()) if step.choices_from else ()

    def _row(self, row: Mapping[str, str]) -> Environment:
        return self.sheet.environment(row=row)

    def _act(self, step: Step) -> None:
        if step.does == LANGUAGE_ACTION:
            self.speak(self.sheet.answers.get(step.name, ""))
        elif step.does:
            self.tell_calculated()
            facts = {name: value for name, value in self.sheet.facts.items() if value}
            self.effects.append(Do(step.does, facts))
