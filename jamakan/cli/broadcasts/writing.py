"""`broadcasts new`, `edit` and `copy`."""

from typing import Any

import click

from jamakan.broadcasts import decisions, drafting
from jamakan.broadcasts.spreadsheet import Recipients
from jamakan.cli.broadcasts.following import follow
from jamakan.cli.broadcasts.options import plan_of, plan_options
from jamakan.cli.broadcasts.shared import BY, NUMBER, on_broadcasts
from jamakan.core import Core


@click.command()
@BY
@plan_options
@click.option("--submit", is_flag=True, help="Hand it in at once.")
@on_broadcasts
def new(core: Core, /, by: str, submit: bool, **given: Any) -> None:
    """Write a broadcast: a draft, until you submit it.

    Conditions on people hold together; give one several times and any of its values will do.
    """
    plan, sheet = plan_of(core, given)
    broadcast = drafting.create(core, plan, by=by, sheet=sheet)
    tell_merged(sheet)
    click.echo(f"Broadcast {broadcast.id} is a draft, to {plan.audience}.")
    if submit:
        follow(core, decisions.submit(core, broadcast.id, by=by), watch=False)


@click.command()
@NUMBER
@BY
@plan_options
@on_broadcasts
def edit(core: Core, /, number: int, by: str, **given: Any) -> None:
    """Change a broadcast that has not begun to leave.

    What you do not say stays as it was. It is a draft again: submit it anew.
    """
    plan, sheet = plan_of(core, given, decisions.look(core, number).plan)
    broadcast = drafting.edit(core, number, plan, by=by, sheet=sheet)
    tell_merged(sheet)
    click.echo(f"Broadcast {broadcast.id} is a draft, to {plan.audience}.")


@click.command()
@NUMBER
@BY
@on_broadcasts
def copy(core: Core, number: int, by: str) -> None:
    """Make a draft with the same words and audience."""
    made = drafting.copy(core, number, by=by)
    click.echo(f"Broadcast {made.id} is a draft, a copy of {number}: 'broadcasts edit {made.id}' changes it.")


def tell_merged(sheet: Recipients | None) -> None:
    """The rows of a spreadsheet that say what another one said before."""
    for row in sheet.merged if sheet else ():
        click.echo(f"merged: {row}", err=True)
