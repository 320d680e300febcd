"""Flow files: checked before anybody dials them."""

import sys
from pathlib import Path

import click

from flows.loader import FlowError, parse_flow


@click.group()
def flows() -> None:
    """Work with flow files."""


@flows.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Check flow files; every problem is shown with file, line and reason. Exit code 1 when there is one."""
    broken = 0
    for file in files:
        try:
            flow = parse_flow(file.read_text(encoding="utf-8"), str(file))
        except FlowError as error:
            broken += 1
            click.echo(str(error), err=True)
        except UnicodeDecodeError as error:
            broken += 1
            click.echo(f"{file}: not UTF-8 text ({error.reason} at byte {error.start}): save it as UTF-8", err=True)
        else:
            click.echo(f"{file}: {flow.name}, {len(flow.steps)} steps, version {flow.version}")
    sys.exit(1 if broken else 0)
