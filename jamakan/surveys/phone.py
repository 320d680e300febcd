"""A telephone beside the form: a version played screen by screen, measured and priced. Nothing of it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from flows import effects, engine
from flows.dialogue import Dialogue
from flows.engine import Result
from flows.model import Flow
from flows.steps import QUESTIONS, words
from flows.text.costs import costs
from flows.text.gsm7 import Measure, measure
from flows.world import SMS, USSD, World
from jamakan.conversation import surroundings
from jamakan.conversation.programme import ProgrammeReader
from jamakan.core import Core
from jamakan.house_rules.reading import in_force
from jamakan.profile import Profile
from jamakan.state import keys

SURFACES = {"ussd": USSD, "sms": SMS}
PREFIX = {"ussd": 4, "sms": 0}  # the carrier's "CON " or "END " counts, too
ROOM = 160
CODE = "123456"  # the registration code a flow may show
KEY = "phone"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the phone shows now, and what an author should know of it.

    used: characters of ROOM, on USSD. doubled: letters that count twice. replaced: those of this step's texts for
    which others leave. goes_to: the flow it leads to, which is not played. micros: the price of the SMS.
    """

    dialogue: Dialogue
    body: str
    ends: bool
    size: Measure
    used: int
    micros: int
    doubled: tuple[str, ...]
    replaced: tuple[str, ...]
    goes_to: str


def begin(core: Core, flow: Flow, language: str, on: str) -> Shown:
    """The first screen."""
    world = _world(core, on)
    return _shown(core, flow, engine.start(flow, key=KEY, language=language, world=world), on)


def follow(core: Core, flow: Flow, dialogue: Dialogue, typed: str, on: str) -> Shown:
    """The screen after something typed."""
    return _shown(core, flow, engine.step(flow, dialogue, typed, _world(core, on)), on)


def kept(flow: Flow, dialogue: Dialogue, language: str) -> Mapping[str, str]:
    """What people would have answered so far: the question → the answer in words."""
    found = {}
    for name, value in dialogue.answers.items():
        step = flow.step(name) if name in flow else None
        if step is None or step.kind not in QUESTIONS or name in dialogue.aside:
            continue
        labels = {choice.name: words(choice.label, language) for choice in step.choices}
        said = " · ".join(labels.get(one, one) for one in value.split()) if labels else value
        found[words(step.label, language) or name] = said
    return found


def _shown(core: Core, flow: Flow, result: Result, on: str) -> Shown:
    size = measure(result.screen.body)
    dialogue = result.dialogue
    parts = size.parts if on == "sms" else 0
    return Shown(
        dialogue=dialogue,
        body=result.screen.body,
        ends=result.screen.ends,
        size=size,
        used=size.units + PREFIX[on],
        micros=parts * in_force(core).prices(core.settings.channels[0]).part,
        doubled=size.costly,
        replaced=_replaced(flow, dialogue),
        goes_to=next((effect.flow for effect in result.effects if isinstance(effect, effects.GoTo)), ""),
    )


def _replaced(flow: Flow, dialogue: Dialogue) -> tuple[str, ...]:
    found = (
        cost.letters for cost in costs(flow) if (cost.step, cost.language) == (dialogue.position, dialogue.language)
    )
    return tuple(dict.fromkeys(letter for letters in found for letter in letters))


def _world(core: Core, on: str) -> World:
    """The world of a call made now, with the activities and surveys that are open."""
    now = datetime.now(UTC).timestamp()
    raw = core.redis.get(keys.PROGRAMME)
    programme = ProgrammeReader().read(raw if isinstance(raw, bytes) else None, now)
    values = {**core.settings.values, "code": CODE}
    return surroundings.world(programme, Profile(), values, SURFACES[on], now, core.settings.zone)
