"""`jamakan surveys`: counts of results."""

import click

from jamakan.cli.house import with_core
from jamakan.core import Core
from jamakan.store import survey_counts
from jamakan.surveys import recounting


@click.group()
def surveys() -> None:
    """Look after what surveys came to."""


@surveys.command()
@with_core
def recount(core: Core) -> None:
    """Count the results of every survey anew.

    They are kept as answers come in: this is for a database changed by hand. Allow half a minute for 100,000
    dialogues; answers go on being stored meanwhile.
    """
    with core.db.read() as connection:
        versions = survey_counts.versions(connection)
    wrong = recounting.recount(core, versions)
    click.echo(f"{len(versions)} version(s) counted, {wrong} count(s) put right.")
