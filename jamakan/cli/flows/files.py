"""What the commands on flow files share."""

from pathlib import Path

import click

from flows.model import Flow
from jamakan.flow_files import FlowFile, FlowFileError, read_flow_file

FLOW_FILE = click.Path(path_type=Path)
skip_option = click.option(
    "--skip-unsupported", is_flag=True, help="Leave out optional questions of a kind no phone can answer."
)

language_option = click.option("--language", default="", help="Of the words; by default the flow's first.")


def spoken(flow: Flow, language: str) -> str:
    """The language asked for, or the flow's first. Raises click.BadParameter when the flow does not speak it."""
    if language and language not in flow.languages:
        raise click.BadParameter(f"the flow speaks {', '.join(flow.languages)}", param_hint="--language")
    return language or flow.languages[0]


def read_or_exit(path: Path, *, skip_unsupported: bool = False) -> FlowFile:
    """The flow of a file; its problems on stderr and exit code 1 when there are some. Warnings go to stderr too."""
    try:
        found = read_flow_file(path, skip_unsupported=skip_unsupported)
    except FlowFileError as error:
        for problem in error.problems:
            click.echo(problem, err=True)
        raise SystemExit(1) from error
    tell(found)
    return found


def tell(found: FlowFile) -> None:
    """What its author should know about a usable flow."""
    for line in found.warnings:
        click.echo(f"warning: {line}", err=True)
    for line in found.left_out:
        click.echo(f"left out: {line}", err=True)
