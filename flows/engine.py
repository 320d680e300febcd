"""The dialogue engine: what follows from what was typed, the world being as it is. Deterministic, never raises.

    result = start(flow, key="…", language="fr", world=world)
    result = step(flow, result.dialogue, "1", world)

`0` goes back, `98` turns the page, `99` leaves for the main menu. A menu may have its own `0`, and on a number
question a number that it accepts is an answer; `00` goes back everywhere. After a mistake by SMS `98`, or `#` on a
number question, shows the question again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flows.content import KEPT_UNTIL, RESUME_OFFERS
from flows.dialogue import RESUME, Dialogue
from flows.effects import BREAKOFF, Effect, GoTo
from flows.limits import MAX_TRIES
from flows.model import Flow
from flows.offers import Offer, chosen
from flows.reading import Accepted, read
from flows.screens import Screen
from flows.steps import AGAIN, BACK, BACK_ALWAYS, LISTS, MENU, MORE, NUMBERS, Kind, Step
from flows.text.matching import digits, normal
from flows.view import in_few_words, page_count, screen
from flows.walk import Walk
from flows.world import World

MAIN = "main"  # the flow `99` leads to
_LANGUAGE_WORDS = {"francais": "fr", "french": "fr", "english": "en", "anglais": "en"}


@dataclass(frozen=True, slots=True)
class Result:
    """dialogue: as it stands now. screen: what to show; empty when a `GoTo` is among the effects."""

    dialogue: Dialogue
    screen: Screen
    effects: tuple[Effect, ...] = ()


def start(flow: Flow, *, key: str, language: str, world: World, inputs: Mapping[str, str] | None = None) -> Result:
    """A new dialogue at its first step. `key` names it for ever; `inputs` are those the flow declares."""
    given = {name: value for name, value in (inputs or {}).items() if name in flow.inputs}
    walk = Walk(flow, Dialogue(key, flow.name, flow.version, language, inputs=given), world)
    walk.begin()
    return _result(walk)


def step(flow: Flow, dialogue: Dialogue, text: str, world: World) -> Result:
    """What follows from `text`. Of a dialogue that is over, only the pages of its last words are left."""
    walk = Walk(flow, dialogue, world)
    if walk.outcome:
        _turn(walk, +1)
    elif walk.step is None:
        walk.fail(walk.position, "unknown_step")
    elif walk.mode == RESUME:
        _choose_how_to_resume(walk, text)
    else:
        _hear(walk, walk.step, text)
    return _result(walk)


def resume(flow: Flow, dialogue: Dialogue, world: World) -> Result:
    """Ask whether to go on with an unfinished dialogue. One that has nothing answered yet is simply shown."""
    if dialogue.outcome or not dialogue.trail:
        return show(flow, dialogue, world)
    return show(flow, replace(dialogue, mode=RESUME, page=0, tries=0, notice=""), world)


def show(flow: Flow, dialogue: Dialogue, world: World) -> Result:
    """The screen where the dialogue stands, e.g. after a change of channel. Changes nothing."""
    return _result(Walk(flow, dialogue, world))


def speak(flow: Flow, dialogue: Dialogue, language: str, world: World) -> Result:
    """The same screen in another language, in which the dialogue goes on."""
    walk = Walk(flow, dialogue, world)
    walk.speak(language)
    return _result(walk)


def _result(walk: Walk) -> Result:
    walk.tell_calculated()
    gone = any(isinstance(effect, GoTo) for effect in walk.effects)
    return Result(walk.dialogue(), Screen("", ends=False) if gone else screen(walk), tuple(walk.effects))


def _hear(walk: Walk, step: Step, text: str) -> None:
    offers = walk.offers()
    typed = digits(text.strip())
    if _is_navigation(walk, step, offers, typed):
        _navigate(walk, typed)
        return
    if step.kind in LISTS and not offers:  # all it offered is gone since it was shown
        walk.pass_empty(step)
        return
    reading = read(step, text, offers, walk.sheet.environment)
    if isinstance(reading, Accepted):
        walk.answer(step, reading.value, reading.offer)
    elif step.kind is not Kind.TEXT and _language(walk, text):
        walk.refresh()
        walk.speak(_language(walk, text))
    else:
        _refuse(walk, reading.notice)


def _is_navigation(walk: Walk, step: Step, offers: tuple[Offer, ...], typed: str) -> bool:
    if typed == AGAIN:
        return step.kind in NUMBERS and in_few_words(walk)
    if typed not in {BACK, BACK_ALWAYS, MORE, MENU} or any(offer.key == typed for offer in offers):
        return False
    if step.kind not in NUMBERS or typed == BACK_ALWAYS:
        return True
    if typed == MORE and walk.page + 1 < page_count(walk):
        return True
    return not isinstance(read(step, typed, offers, walk.sheet.environment), Accepted)


def _navigate(walk: Walk, typed: str) -> None:
    if typed in {MORE, AGAIN}:
        _turn(walk, +1)
    elif typed == MENU:
        _to_menu(walk)
    elif walk.page:
        _turn(walk, -1)
    else:
        walk.back()


def _turn(walk: Walk, pages: int) -> None:
    """To the next page or the one before. After the last comes the first; after a mistake alone, the question."""
    count = page_count(walk)
    if pages > 0 and walk.page + 1 >= count and in_few_words(walk):
        walk.page, walk.notice = 0, ""
        return
    walk.page = (min(walk.page, count - 1) + pages) % count


def _to_menu(walk: Walk) -> None:
    """The dialogue stays as it is, for the caller to keep; inside the main menu its first screen comes back."""
    if walk.flow.name == MAIN:
        walk.restart()
    else:
        walk.effects.append(GoTo(MAIN))


def _refuse(walk: Walk, notice: str) -> None:
    walk.page = 0
    walk.tries += 1
    walk.notice = notice
    if walk.tries >= MAX_TRIES:
        walk.tries = 0
        walk.notice = "too_many" if KEPT_UNTIL in walk.world.values else "too_many.short"


def _language(walk: Walk, text: str) -> str:
    """The language somebody asks for by typing its name, if the flow speaks it."""
    language = _LANGUAGE_WORDS.get(normal(text), "")
    return language if language in walk.flow.languages else ""


def _choose_how_to_resume(walk: Walk, text: str) -> None:
    typed = digits(text.strip())
    offer = chosen(RESUME_OFFERS, text)
    if typed == MENU:
        _to_menu(walk)
    elif typed == MORE:
        _turn(walk, +1)
    elif typed in {BACK, BACK_ALWAYS}:
        walk.refresh()
    elif offer is None:
        _refuse(walk, "invalid.choice")
    elif offer.name == "continue":
        walk.mode = ""
        walk.refresh()
    elif offer.name == "restart":
        walk.restart()
    else:
        walk.leave(BREAKOFF)
