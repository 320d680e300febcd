"""Backups of the house, and a house restored from one."""

import os
from pathlib import Path

import click

from jamakan import backup as backups
from jamakan.backup import BackupError, Restored
from jamakan.cli.house import with_core
from jamakan.core import Core
from jamakan.store.copies import CopyError

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("directory", type=FOLDER)
@click.option(
    "--keep", default=14, show_default=True, type=click.IntRange(1), help="Remove all but the last so many."
)
@with_core
def backup(core: Core, directory: Path, keep: int) -> None:
    """Back the house up, while it runs, into a new folder of DIRECTORY.

    JAMAKAN_KEY is not in it: keep that elsewhere, and both away from this machine.
    """
    os.umask(0o077)
    try:
        made = backups.make(core, directory, keep)
    except (CopyError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(made)


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--keep-redis", is_flag=True, help="Only SQL was lost: leave Redis as it is, it knows more.")
@click.option("--moved", is_flag=True, help="The house was stopped before this backup was made: nothing left since.")
@with_core
def restore(core: Core, folder: Path, keep_redis: bool, moved: bool) -> None:
    """Restore a house from a backup FOLDER into an empty database and an empty Redis.

    The house must be stopped. What it may have sent after the backup is not sent again: a person decides.
    """
    os.umask(0o077)
    try:
        done = backups.restore(core, folder, keep_redis=keep_redis, moved=moved)
    except (BackupError, CopyError, OSError) as error:
        raise click.ClickException(str(error)) from error
    _tell(done)


def _tell(done: Restored) -> None:
    click.echo(f"{done.records} records are in Redis again, {done.entries} answers that waited are stored,")
    click.echo(f"{done.contacts} contacts can go on.")
    if done.held and (done.held.messages or done.held.broadcasts):
        click.echo(
            f"{done.held.messages} message(s) may have left since the backup: see 'messages --needs-a-person'. "
            f"{done.held.broadcasts} broadcast(s) are paused."
        )
    click.echo("Now 'python3 run.py doctor', then start the house.")
