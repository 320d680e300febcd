"""`jamakan surveys`: counts of results."""

import click

from jamakan.cli.house import with_core
from jamakan.core import Core
from jamakan.store import survey_counts
from jamakan.store.ingest import LOCK


@click.group()
def surveys() -> None:
    """Look after what surveys came to."""


@surveys.command()
@with_core
def recount(core: Core) -> None:
    """Count the results of every survey anew.

    They are kept as answers come in: this is for a database from before they were, or one changed by hand. Answers
    wait while a version is counted: allow half a minute for 100,000 dialogues.
    """
    with core.db.read() as connection:
        versions = survey_counts.versions(connection)
    wrong = 0
    for version in versions:
        with core.db.begin(lock=LOCK) as connection:
            wrong += survey_counts.recount(connection, version)
    click.echo(f"{len(versions)} version(s) counted, {wrong} count(s) put right.")
