"""`jamakan broadcasts`: bulk messages, from their first words to the last one delivered."""

import click

from jamakan.cli.broadcasts.deciding import approve, pause, reject, resume, stop, submit
from jamakan.cli.broadcasts.following import failures, progress
from jamakan.cli.broadcasts.looking import list_, preview, show
from jamakan.cli.broadcasts.writing import copy, edit, new


@click.group()
def broadcasts() -> None:
    """Bulk messages: write, preview, approve, send, follow."""


for command in (
    *(new, edit, copy, list_, show, preview),
    *(submit, approve, reject, pause, resume, stop, progress, failures),
):
    broadcasts.add_command(command)
