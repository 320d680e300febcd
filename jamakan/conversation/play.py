"""A turn being played: inputs go to the engine, its effects become events and a new contact state.

No Redis and no clock here, but for looking up flow versions. `Conversation` loads before and commits after.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

import structlog

from flows import effects, engine
from flows.dialogue import Dialogue
from flows.engine import Result
from flows.model import Flow
from flows.problems import FlowError
from flows.screens import Screen
from flows.steps import Text, words
from flows.text.folding import fold
from flows.text.matching import normal
from flows.texts import say
from flows.world import World
from jamakan import events
from jamakan.conversation import actions, knowledge
from jamakan.conversation.book import FlowBook, UnknownVersion
from jamakan.conversation.contact import ContactState
from jamakan.conversation.keywords import is_stop
from jamakan.conversation.knowledge import Due
from jamakan.conversation.programme import DayCode
from jamakan.learning import marking
from jamakan.profile import Profile
from jamakan.programme import disability

MAIN = "main"
REGISTRATION = "registration"
LANGUAGE = "language"
RENEWAL = "renewal"  # of a membership, asked by SMS
SAFE = "call_me"  # an abuse: of it no SMS speaks, and no dialogue is kept
# Menus, and what nobody is to read afterwards (a ballot, a call for help): neither stored nor come back to.
NAVIGATION = frozenset(
    {MAIN, LANGUAGE, SAFE, "my_cases", "vote", "presence", "mydata", "erasing", "withdrawal", RENEWAL}
    | {knowledge.CHOOSING, knowledge.RESULT}
)
MAX_HOPS = 5  # flows passed through in one turn; more is a circle of menus
RESUME_SECONDS = 7 * 86_400  # after a week the workshop is over: start afresh

log = structlog.get_logger()

Inputs = Callable[[Profile], Mapping[str, str]]
Names = Callable[[str], str]
DayCodes = Callable[[str], DayCode | None]
NOTHING: Mapping[str, str] = {}


class Play:
    """What one turn does. Read `state`, `profile`, `screen` and `events` when the inputs are played."""

    def __init__(
        self,
        book: FlowBook,
        current: Callable[[str], Flow],
        world: World,
        state: ContactState,
        profile: Profile,
        *,
        kind: str,
        default_language: str,
        inputs: Inputs,
        tests: tuple[Due, ...] = (),
        new_dialogue: Names,
        code: Names,
        day_code: DayCodes,
    ) -> None:
        self.state = state
        self.profile = profile
        self.screen = Screen("", ends=True)
        self.events: list[events.Event] = []
        self._book = book
        self._current = current
        self._kind = kind
        self._world_then = world
        self._default_language = default_language
        self._inputs = inputs
        self._tests = tests
        self._new_dialogue = new_dialogue
        self._code = code
        self.day_code = day_code
        self._next: tuple[str, Mapping[str, str]] | None = None  # the flow to go on with, and what it is told
        self._asked_at = state.at if state.dialogue is not None else 0.0  # when what is answered now was shown
        self._hops = 0

    @property
    def language(self) -> str:
        """The language to speak to this person now."""
        return self.profile.language or self._default_language

    @property
    def expects_answers(self) -> bool:
        """Whether what is typed now answers a question, rather than "continue or start again?"."""
        dialogue = self.state.dialogue
        return dialogue is not None and not dialogue.mode and not dialogue.outcome

    @property
    def understood(self) -> bool:
        """Whether the last answer was taken: a notice on the screen says that it was not."""
        dialogue = self.state.dialogue
        return dialogue is None or not dialogue.notice

    def begin_turn(self) -> None:
        """Before anything else: what was left a week ago is over."""
        if self._world_then.now.timestamp() - self.state.at > RESUME_SECONDS:
            for left in (self.state.dialogue, *self.state.parked):
                if left is not None and left.flow not in NAVIGATION and not left.outcome:
                    self.events.append(events.DialogueEnded(left.key, "expired"))
            self.state = replace(self.state, dialogue=None, parked=())

    def open(self, *, fresh: bool = False) -> None:
        """A call begins: the pending dialogue unless `fresh`, else language if unknown, else the menu."""
        pending = self.state.dialogue
        # Nothing answered yet: the menu again, for somebody who chose the wrong line and hung up.
        if pending is not None and (pending.flow in NAVIGATION or pending.outcome or not pending.trail):
            self.state = replace(self.state, dialogue=None)
            pending = None
        if pending is not None and not fresh:
            self._resume(pending)
        elif not self.profile.language:
            self.begin(LANGUAGE)
        else:
            self.begin(MAIN)

    def begin(self, flow_name: str, told: Mapping[str, str] = NOTHING) -> None:
        """Go to a flow: where it was left if it was, else its first screen. `told`: inputs beside the person's."""
        self._hops += 1
        if self._hops > MAX_HOPS:
            self.say("unknown", ends=True)
            return
        if flow_name == SAFE and self._kind == "sms":
            self.state = replace(self.state, dialogue=None)
            self.say("case.by_voice", ends=True)
            return
        self.state = self.state.park(NAVIGATION)
        if self._is_test(flow_name):
            flow_name = knowledge.CHOOSING
        if flow_name == knowledge.CHOOSING and len(self._tests) == 1:
            self._take_test(self._tests[0])
            return
        self.state, parked = self.state.unpark(flow_name)
        if parked is not None and not told:  # else it was about somebody or something else
            self._resume(parked)
            return
        self._start(self._current(flow_name), told)

    def has_left(self, flow_name: str) -> bool:
        """Whether the person is somewhere in this flow, or left it for later."""
        left = (self.state.dialogue, *self.state.parked)
        return any(one is not None and one.flow == flow_name and not one.outcome for one in left)

    def show_again(self, key: str) -> bool:
        """The pending question of a dialogue, current or put aside, asked here. False when it waits no more."""
        if self.state.dialogue is None or self.state.dialogue.flow in NAVIGATION:
            flow = next((one.flow for one in self.state.parked if one.key == key), "")
            self.state, parked = replace(self.state, dialogue=None).unpark(flow)
            self.state = replace(self.state, dialogue=parked)
        dialogue = self.state.dialogue
        if dialogue is None or dialogue.key != key or dialogue.outcome:
            return False
        try:
            flow_now = self._book.version(dialogue.version)
        except (UnknownVersion, FlowError):
            return False
        dialogue = replace(self._in_language(dialogue, flow_now), mode="", page=0)
        self._settle(engine.show(flow_now, dialogue, self._world(key)), dialogue)
        return True

    def type(self, text: str) -> None:
        """One input on USSD: STOP exists there too, but the choice "Quitter" of a menu is no opt-out."""
        if is_stop(text) and normal(text) != "quitter":
            self.stop()
        else:
            self.answer(text)

    def answer(self, text: str) -> None:
        """One input in the dialogue where the person stands."""
        dialogue = self.state.dialogue
        if dialogue is None:
            self.begin(MAIN)
            return
        flow = self._flow_of(dialogue)
        if flow is not None:
            self._settle(engine.step(flow, dialogue, text, self._world(dialogue.key)), dialogue)

    def stop(self) -> None:
        """The person wants no more messages: at once, whatever else was going on."""
        self._opt(out=True)
        self.state = self.state.park(NAVIGATION)
        self.say("stop.done", ends=True)

    def restart_messages(self) -> None:
        """The person wants messages again: SQL is told whatever we know, a carrier's STOP may still be on its way."""
        self.profile = replace(self.profile, opted_out=False)
        self.events.append(events.OptedIn())
        self.say("start.done", ends=True)

    def say(self, key: str, *, ends: bool) -> None:
        """Show one of the service's own texts."""
        said = say(key, self.language, self._world_then.values)
        self.screen = Screen(fold(said, self.language), ends=ends)

    def say_of_survey(self, key: str, title: Text) -> None:
        """Show one of the service's own texts, about the survey of this title."""
        self.say_with(key, title=title)

    def say_with(self, key: str, **values: Text) -> None:
        """Show one of the service's own texts, with words of the programme in it."""
        said = {name: words(text, self.language) for name, text in values.items()}
        text = say(key, self.language, {**self._world_then.values, **said})
        self.screen = Screen(fold(text, self.language), ends=True)

    def be_silent(self) -> None:
        """Answer nothing."""
        self.screen = Screen("", ends=True)

    def choose_language(self, language: str) -> None:
        """Remember the language of the person."""
        if language != self.profile.language:
            self.profile = replace(self.profile, language=language)
            self.events.append(events.LanguageSet(language))

    def perform(self, action: str, answers: Mapping[str, str]) -> None:
        """Have the store do something that no flow led to."""
        key = self._new_dialogue(action)
        self.events.append(events.Performed(key, action, self._code(key), answers))

    def _is_test(self, flow_name: str) -> bool:
        """Whether it is a knowledge test: who takes it comes first, of those who share the line."""
        left = next((one for one in self.state.parked if one.flow == flow_name), None)
        if left is not None:
            return knowledge.SEAT in left.inputs
        return self._current(flow_name).pass_mark is not None

    def _take_test(self, due: Due) -> None:
        """The test of this person: where they left it if they did, else its first question."""
        left = next((one for one in self.state.parked if one.inputs == due.given), None)
        if left is not None:
            self.state, _ = self.state.unpark(left.flow)
            self._resume(left)
            return
        try:
            self._start(self._book.version(due.test.version), due.given)
        except (UnknownVersion, FlowError) as error:
            log.error("test version lost", flow=due.test.flow, version=due.test.version, reason=type(error).__name__)
            self.say("unavailable", ends=True)

    def _mark_test(self, dialogue: Dialogue) -> None:
        """A test was taken to its end: the store keeps its marks, and the person is told what may be told by now."""
        flow, phase = self._book.version(dialogue.version), dialogue.inputs[knowledge.PHASE]
        signs = marking.marks(flow, dialogue.answers)
        taken = {"version": flow.version, "language": dialogue.language, "marks": signs}
        passed = "yes" if marking.passes(flow, signs) else ""
        self.events.append(
            events.Performed(dialogue.key, knowledge.TAKEN, "", {**dialogue.inputs, **taken, "passed": passed})
        )
        self.profile = self.profile.tested(dialogue.inputs[knowledge.SEAT], phase)
        said = {"phase": phase, "right": str(marking.correct(signs)), "asked": str(len(signs))}
        self._next = knowledge.RESULT, {**said, "answers": marking.told(flow, self.language)}

    def _start(self, flow: Flow, told: Mapping[str, str]) -> None:
        key = self._new_dialogue(flow.name)
        given = {**self._inputs(self.profile), **told}
        inputs = {name: given.get(name, "") for name in flow.inputs}
        if flow.name not in NAVIGATION:
            activity = given.get(knowledge.ACTIVITY) or (given["attended"] if flow.name != REGISTRATION else "")
            self.events.append(events.DialogueStarted(key, flow.name, flow.version, self.language, activity))
        result = engine.start(flow, key=key, language=self.language, world=self._world(key), inputs=inputs)
        self._settle(result, None)

    def _resume(self, dialogue: Dialogue) -> None:
        flow = self._flow_of(dialogue)
        if flow is not None:
            dialogue = self._in_language(dialogue, flow)
            self._settle(engine.resume(flow, dialogue, self._world(dialogue.key)), dialogue)

    def _in_language(self, dialogue: Dialogue, flow: Flow) -> Dialogue:
        """The dialogue as it is taken up again. An old mistake is nothing to open a call with."""
        language = self.language if self.language in flow.languages else dialogue.language
        return replace(dialogue, notice="", tries=0, language=language)

    def _flow_of(self, dialogue: Dialogue) -> Flow | None:
        """The version a dialogue runs on. When nobody kept it, the dialogue expires and the menu is shown."""
        try:
            return self._book.version(dialogue.version)
        except (UnknownVersion, FlowError) as error:
            log.error("flow version lost", flow=dialogue.flow, version=dialogue.version, reason=type(error).__name__)
            self.events.append(events.DialogueEnded(dialogue.key, "expired"))
            self.state = replace(self.state, dialogue=None)
            self.begin(MAIN)
            return None

    def _settle(self, result: Result, before: Dialogue | None) -> None:
        """Take over what the engine said: the dialogue, its effects, the screen."""
        after = result.dialogue
        self.screen = result.screen
        gone = any(isinstance(effect, effects.GoTo) for effect in result.effects)
        over = bool(after.outcome) and (gone or result.screen.ends)  # else its last words have another page
        self.state = replace(self.state, dialogue=None if over else after, surface=self._kind)
        recorded = after.flow not in NAVIGATION
        if recorded and (before is None or before.position != after.position):
            self.events.append(events.DialogueMoved(after.key, after.position))
        for effect in result.effects:
            self._take(effect, after, recorded)
        if effects.Ended(effects.COMPLETED) in result.effects and after.inputs.get(knowledge.SEAT):
            self._mark_test(after)
        if self._next is not None:
            following, self._next = self._next, None
            self.begin(*following)
        self._asked_at = 0.0  # what else comes in this turn answers a question nobody saw

    def _take(self, effect: effects.Effect, dialogue: Dialogue, recorded: bool) -> None:
        match effect:
            case effects.Answered(step, kind, value, personal) if recorded:
                self.events.append(events.Answered(dialogue.key, step, kind, value, personal, self._waited()))
            case effects.Dropped(step) if recorded:
                self.events.append(events.Dropped(dialogue.key, step))
            case effects.Ended(outcome) if recorded:
                self.events.append(events.DialogueEnded(dialogue.key, outcome))
            case effects.LanguageChosen(language):
                self.choose_language(language)
            case effects.Do(action, answers):
                self._do(action, answers, dialogue)
            case effects.Reported(step, reason):
                log.error("flow at fault", flow=dialogue.flow, version=dialogue.version, step=step, reason=reason)
            case effects.GoTo(flow):
                self.begin(flow)
            case _:
                pass

    def _waited(self) -> float:
        return max(0.0, self._world_then.now.timestamp() - self._asked_at) if self._asked_at else 0.0

    def _do(self, action: str, answers: Mapping[str, str], dialogue: Dialogue) -> None:
        """Actions a flow may name under `does`."""
        match action:
            case "register":
                code = self._code(dialogue.key)
                self.events.append(events.RegistrationRequested(dialogue.key, code, dict(answers)))
                if self._kind == "ussd" and answers.get("mode") == "new":  # by SMS the confirmation stays alone
                    self._next = disability.FLOW, self._about(dialogue, answers, code)
            case "consent" if "yes" not in (answers.get("consent"), answers.get("agreed")):
                pass
            case "consent":
                self.profile = replace(self.profile, agreed=True)
                self.events.append(events.ConsentGiven(dialogue.key, dialogue.version, dialogue.language))
            case "cancel":
                self.events.append(events.CancelRequested(_seat(answers)))
            case "confirm":
                self.events.append(events.ConfirmRequested(_seat(answers)))
            case "stop":
                self._opt(out=True)
            case "start":
                self._opt(out=False)
            case knowledge.TAKE:
                chosen = next((one for one in self._tests if one.seat.code == answers.get("who")), None)
                if chosen is not None:
                    self._take_test(chosen)
            case _ if action in actions.STORED:
                self.events.append(events.Performed(dialogue.key, action, self._code(dialogue.key), dict(answers)))
            case _:
                log.error("flow names an action nobody performs", flow=dialogue.flow, action=action)

    def _about(self, dialogue: Dialogue, answers: Mapping[str, str], code: str) -> dict[str, str]:
        """What the questions that follow a registration are told of it."""
        chosen = {name: words(text, self.language) for name, text in dialogue.values.items()}
        values = {**self._world_then.values, **chosen, "name": answers.get("name", ""), "code": code}
        noted = say("session.ok", self.language, values)
        return {**answers, "about": dialogue.key, "noted": noted, "attended": answers.get("activity", "")}

    def _opt(self, *, out: bool) -> None:
        if self.profile.opted_out != out:
            self.profile = replace(self.profile, opted_out=out)
            self.events.append(events.OptedOut() if out else events.OptedIn())

    def _world(self, key: str) -> World:
        return replace(self._world_then, values={**self._world_then.values, "code": self._code(key)})


def _seat(answers: Mapping[str, str]) -> str:
    """The code of the seat a flow is about: the one to confirm, else the next one."""
    return answers.get("unconfirmed") or answers.get("seat_code", "")
