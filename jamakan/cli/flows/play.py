"""`jamakan flows play`: a phone in the terminal."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click

from flows import effects, engine
from flows.engine import Result
from flows.model import Flow
from flows.text.gsm7 import measure
from flows.world import SMS, USSD, World
from jamakan.cli.flows.files import FLOW_FILE, language_option, read_or_exit, skip_option, spoken

SURFACES = {"ussd": USSD, "sms": SMS}
SAMPLE_VALUES = {"org": "Votre organisation", "tel": "+223 20 00 00 00", "hours": "8h-17h", "code": "123456"}


@click.command()
@click.argument("file", type=FLOW_FILE)
@language_option
@click.option("--on", "surface", type=click.Choice(sorted(SURFACES)), default="ussd", show_default=True)
@skip_option
def play(file: Path, language: str, surface: str, skip_unsupported: bool) -> None:
    """Play a flow in the terminal, with the length and the parts of each screen. Nothing is stored."""
    flow = read_or_exit(file, skip_unsupported=skip_unsupported).flow
    chosen = spoken(flow, language)
    inputs = iter(lambda: click.prompt(">", default="", show_default=False, prompt_suffix=" "), None)
    try:
        run(flow, chosen, surface, inputs)
    except (click.Abort, EOFError):
        click.echo("\n(call dropped)")


def run(flow: Flow, language: str, surface: str, inputs: Iterable[str]) -> Result:
    """Play `inputs` until the dialogue ends or they do; what each turn shows and stores is printed."""
    world = World(now=datetime.now(UTC), surface=SURFACES[surface], values=SAMPLE_VALUES)
    result = engine.start(flow, key="terminal", language=language, world=world)
    show(result, world)
    for text in inputs:
        if result.screen.ends or _gone(result):
            break
        result = engine.step(flow, result.dialogue, text, world)
        show(result, world)
        if result.screen.ends or _gone(result):
            break
    return result


def show(result: Result, world: World) -> None:
    """A screen in its frame, its length, and what was stored on the way to it."""
    for effect in result.effects:
        click.secho(f"    {_told(effect)}", dim=True)
    if not result.screen.body:
        return
    size = measure(result.screen.body)
    width = max(map(len, result.screen.body.splitlines()))
    click.echo("┌" + "─" * (width + 2) + "┐")
    for line in result.screen.body.splitlines():
        click.echo(f"│ {line:<{width}} │")
    click.echo("└" + "─" * (width + 2) + "┘")
    end = ", ends" if result.screen.ends else ""
    click.secho(f"  {size.units} of {world.surface.limit} {size.encoding} units, {size.parts} part(s){end}", dim=True)


def _told(effect: effects.Effect) -> str:
    """What the service would do about it."""
    match effect:
        case effects.Answered(step, _, value):
            return f"{step} = {value!r}" if value else f"{step} is left unanswered"
        case effects.Dropped(step):
            return f"{step} no longer counts"
        case effects.LanguageChosen(language):
            return f"language {language}"
        case effects.GoTo(flow):
            return f"goes to the flow {flow}"
        case effects.Do(action):
            return f"asks the service to {action}"
        case effects.Reported(step, reason):
            return f"reported to the author: {reason} at {step}"
        case effects.Ended(outcome):
            return f"outcome: {outcome}"


def _gone(result: Result) -> bool:
    return any(isinstance(effect, effects.GoTo) for effect in result.effects)
