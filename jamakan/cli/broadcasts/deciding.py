"""`broadcasts submit`, `approve`, `reject`, `pause`, `resume` and `stop`."""

import click

from jamakan.broadcasts import decisions
from jamakan.cli.broadcasts.following import follow
from jamakan.cli.broadcasts.looking import describe
from jamakan.cli.broadcasts.shared import BY, NUMBER, on_broadcasts
from jamakan.core import Core
from jamakan.store.broadcasts import states

WATCH = click.option("--watch", is_flag=True, help="Follow it until it is done.")


@click.command()
@NUMBER
@BY
@WATCH
@on_broadcasts
def submit(core: Core, number: int, by: str, watch: bool) -> None:
    """Hand in a draft.

    It leaves in its hours, once a second person agreed where one is needed.
    """
    follow(core, decisions.submit(core, number, by=by), watch=watch)


@click.command()
@NUMBER
@BY
@WATCH
@click.option("--yes", is_flag=True, help="Do not ask after showing it.")
@on_broadcasts
def approve(core: Core, number: int, by: str, watch: bool, yes: bool) -> None:
    """Agree to somebody else's broadcast, after a look at it."""
    with core.db.read() as connection:
        seen = states.mark(connection, number)
    describe(core, decisions.look(core, number))
    if not yes:
        click.confirm("Send it?", abort=True)
    follow(core, decisions.approve(core, number, by=by, seen=seen), watch=watch)


@click.command()
@NUMBER
@BY
@click.option("--because", required=True, help="What its author has to change.")
@on_broadcasts
def reject(core: Core, number: int, by: str, because: str) -> None:
    """Send a broadcast back to its author."""
    follow(core, decisions.reject(core, number, by=by, reason=because), watch=False)


@click.command()
@NUMBER
@BY
@click.option("--because", default="", help="Why.")
@on_broadcasts
def pause(core: Core, number: int, by: str, because: str) -> None:
    """Let nothing more of it leave for now."""
    follow(core, decisions.pause(core, number, by=by, reason=because), watch=False)


@click.command()
@NUMBER
@BY
@WATCH
@click.option("--cap", type=click.FloatRange(min=0, min_open=True), help="Another spending cap, in FCFA.")
@on_broadcasts
def resume(core: Core, number: int, by: str, watch: bool, cap: float | None) -> None:
    """Go on with a paused broadcast."""
    follow(core, decisions.resume(core, number, by=by, cap=cap), watch=watch)


@click.command()
@NUMBER
@BY
@click.option("--because", default="", help="Why.")
@on_broadcasts
def stop(core: Core, number: int, by: str, because: str) -> None:
    """End a broadcast for good: what has not left never will."""
    follow(core, decisions.stop(core, number, by=by, reason=because), watch=False)
