"""Messages and what became of them."""

import click

from jamakan import resending
from jamakan.cli.house import with_core
from jamakan.core import Core
from jamakan.phones import masked
from jamakan.store import message_list
from jamakan.store.message_list import Listed, latest

NEEDS_A_PERSON = ("uncertain", "failed")


@click.command()
@click.option("--state", "states", multiple=True, help="Only these states, e.g. --state uncertain --state failed.")
@click.option("--needs-a-person", is_flag=True, help="Only what staff must decide: uncertain and failed.")
@click.option("--most", default=30, show_default=True, type=click.IntRange(1, 10_000), help="How many, latest first.")
@with_core
def messages(core: Core, states: tuple[str, ...], needs_a_person: bool, most: int) -> None:
    """List SMS and what became of them. Numbers are masked."""
    wanted = NEEDS_A_PERSON if needs_a_person else states
    with core.db.read() as connection:
        _show(core, latest(connection, core.settings.vault, wanted, most))


@click.command()
@click.argument("numbers", nargs=-1, required=True, type=int, metavar="NUMBER...")
@with_core
def resend(core: Core, numbers: tuple[int, ...]) -> None:
    """Send uncertain or failed messages again.

    By the numbers that 'messages --needs-a-person' shows. An uncertain one may have arrived: its reader would get it
    twice, so this is for a person to decide, and never happens by itself.
    """
    queued = resending.resend(core, numbers)
    click.echo(f"{queued} of {len(numbers)} message(s) will be sent again.")
    if queued < len(numbers):
        click.echo("The others were neither uncertain nor failed, or are of a broadcast that was stopped.")


@click.command()
@click.option("--most", default=30, show_default=True, type=click.IntRange(1, 10_000), help="How many, latest first.")
@click.option("--reveal", is_flag=True, help="Show the numbers in full, to call back.")
@with_core
def inbox(core: Core, most: int, reveal: bool) -> None:
    """List the messages that wait for a person.

    Nobody's survey and no keyword understood them. Answer from the console's inbox, or call back.
    """
    with core.db.read() as connection:
        _show(core, message_list.inbox(connection, core.settings.vault, most), reveal=reveal)


def _show(core: Core, rows: list[Listed], *, reveal: bool = False) -> None:
    for row in rows:
        at = f"{row.at.astimezone(core.settings.zone):%Y-%m-%d %H:%M:%S}"
        text = " ".join(row.body.split())
        number = row.phone if reveal else masked(row.phone)
        click.echo(f"#{row.id:<6} {at} {row.direction:<3} {number} {row.state:<10} {row.reason}")
        click.echo(f"    {text}")
    if not rows:
        click.echo("Nothing to show: no message waits.")
