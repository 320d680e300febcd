"""`jamakan flows check`."""

from pathlib import Path

import click

from flows.text.costs import costs
from jamakan.cli.flows.files import FLOW_FILE, skip_option, tell
from jamakan.flow_files import FlowFileError, read_flow_file


@click.command()
@click.argument("files", nargs=-1, required=True, type=FLOW_FILE)
@click.option("--costs", "show_costs", is_flag=True, help="List the texts whose letters would cost more unfolded.")
@skip_option
def check(files: tuple[Path, ...], show_costs: bool, skip_unsupported: bool) -> None:
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
        said = f"{flow.name}, {len(flow.steps)} steps in {languages}, version {flow.version}"
        click.echo(f"{path}: no problem. {said}")
        costly = list(costs(flow))
        if costly:
            letters = " ".join(sorted({letter for cost in costly for letter in cost.letters}))
            click.echo(f"    {len(costly)} texts hold letters outside GSM-7, replaced on sending: {letters}")
        for cost in costly if show_costs else ():
            click.echo(f"    {cost}")
    raise SystemExit(int(broken))
