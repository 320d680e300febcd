"""Messages and what became of them."""

import click

from jamakan.config import read_settings
from jamakan.core import Core, build_core
from jamakan.phones import masked
from jamakan.store import message_list
from jamakan.store.message_list import Listed, latest

NEEDS_A_PERSON = ("uncertain", "failed")


@click.command()
@click.option("--state", "states", multiple=True, help="Only these states, e.g. --state uncertain --state failed.")
@click.option("--needs-a-person", is_flag=True, help="Only what staff must decide: uncertain and failed.")
@click.option("--most", default=30, show_default=True, type=click.IntRange(1, 10_000), help="How many, latest first.")
def messages(states: tuple[str, ...], needs_a_person: bool, most: int) -> None:
    """List SMS in and out with their state and the reason for it. Numbers are masked."""
    core = build_core(read_settings())
    wanted = NEEDS_A_PERSON if needs_a_person else states
    with core.db.read() as connection:
        _show(core, latest(connection, core.settings.vault, wanted, most))


@click.command()
@click.option("--most", default=30, show_default=True, type=click.IntRange(1, 10_000), help="How many, latest first.")
def inbox(most: int) -> None:
    """List what people wrote that no survey and no keyword understood: it waits for a person."""
    core = build_core(read_settings())
    with core.db.read() as connection:
        _show(core, message_list.inbox(connection, core.settings.vault, most))


def _show(core: Core, rows: list[Listed]) -> None:
    for row in rows:
        moment = row.at.astimezone(core.settings.zone)
        text = " ".join(row.body.split())
        click.echo(f"{moment:%Y-%m-%d %H:%M:%S} {row.direction:<3} {masked(row.phone)} {row.state:<10} {row.reason}")
        click.echo(f"    {text}")
    if not rows:
        click.echo("No such message.")
