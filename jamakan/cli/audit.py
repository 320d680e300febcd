"""The trail of what staff did."""

import sys

import click

from jamakan.cli.house import with_core
from jamakan.core import Core
from jamakan.staff.audit import Verdict
from jamakan.staff.audit import verify as check
from jamakan.store.staff import trail


@click.group()
def audit() -> None:
    """The trail of what staff did, which nobody can change unseen."""


@audit.command()
@click.option("--noted", default="", help="A head written down earlier: the trail must still hold it.")
@with_core
def verify(core: Core, noted: str) -> None:
    """Check the whole trail; exit 1 when it was tampered with.

    Note the head it prints somewhere else: only so does an end that was cut off show.
    """
    with core.db.read() as connection:
        verdict = check(core.settings.vault, trail.entries(connection), noted)
    click.echo(words(verdict))
    if verdict.broken or verdict.missing:
        sys.exit(1)


def words(verdict: Verdict) -> str:
    """What was found, as a sentence."""
    if verdict.broken:
        return (
            f"Entry {verdict.broken} is not what was written: the trail was changed there, or JAMAKAN_KEY is another."
        )
    if verdict.missing:
        return f"The {verdict.entries} entries hold, but not the head noted earlier: entries after it were cut off."
    return f"{verdict.entries} entries, all as they were written. Head: {verdict.head or 'none yet'}"
