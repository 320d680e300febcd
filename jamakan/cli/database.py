"""The database: its tables, its first content, and what Redis shows of it."""

from datetime import datetime

import click

from jamakan.cli.house import with_core
from jamakan.core import Core
from jamakan.projections import project_everybody, project_programme
from jamakan.store.migrate import migrate as run_migrations
from jamakan.store.seed import seed as seed_programme


@click.command()
@with_core
def migrate(core: Core) -> None:
    """Bring the database up to date. Safe to repeat."""
    run_migrations(core.db)
    click.echo("The database is up to date.")


@click.command()
@with_core
def seed(core: Core) -> None:
    """Enter the Mali programme. Safe to repeat.

    The series of 2025 as history, and six activities to come.
    """
    seed_programme(core.db, datetime.now(core.settings.zone).date())
    project_programme(core)
    click.echo("The programme is there: see 'python3 run.py activities'.")


@click.command()
@with_core
def project(core: Core) -> None:
    """Fill Redis from SQL again.

    After a restored backup, or when Redis lost its data.
    """
    count = project_everybody(core)
    project_programme(core)
    click.echo(f"{count} contacts and the open activities are in Redis again.")
