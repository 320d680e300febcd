"""Activities at a glance."""

import click

from jamakan.cli.house import with_core
from jamakan.core import Core
from jamakan.programme import activities as wording
from jamakan.store.activities import all_activities

HEADER = f"{'activity':<24} {'when':<22} {'seats':>9} {'waiting':>8} {'reached':>12}  place"


@click.command()
@click.option(
    "--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True, help="Language of the dates."
)
@with_core
def activities(core: Core, language: str) -> None:
    """List activities with seats and targets.

    Seats taken, waiting list, people reached against target.
    """
    with core.db.read() as connection:
        rows = all_activities(connection)
    click.echo(HEADER)
    for row in rows:
        reached = f"{row.reached}/{row.target}" if row.reached is not None else f"-/{row.target}"
        click.echo(
            f"{row.slug:<24} {wording.dates(row, language):<22} {row.seats_taken:>5}/{row.seats:<3} "
            f"{row.waitlisted:>8} {reached:>12}  {row.place}"
        )
