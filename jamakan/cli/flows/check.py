"""`jamakan flows check`."""

from pathlib import Path

import click

from jamakan.cli.flows.files import FLOW_FILE, skip_option, tell
from jamakan.flow_files import FlowFileError, read_flow_file


@click.command()
@click.argument("files", nargs=-1, required=True, type=FLOW_FILE)
@skip_option
def check(files: tuple[Path, ...], skip_unsupported: bool) -> None:
    """Check flow files (YAML or XLSForm). Every problem of every file is shown; exit code 1 when there is one."""
    broken = False
    for path in files:
        try:
            found = read_flow_file(path, skip_unsupported=skip_unsupported)
        except FlowFileError as error:
            broken = True
            click.echo(str(error), err=True)
            continue
        tell(found)
        flow = found.flow
        languages = ", ".join(flow.languages)
        click.echo(f"{path}: {flow.name}, {len(flow.steps)} steps in {languages}, version {flow.version}")
    raise SystemExit(int(broken))
