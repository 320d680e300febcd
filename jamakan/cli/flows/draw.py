"""`jamakan flows draw`."""

from pathlib import Path

import click

from flows.draw import mermaid, svg
from jamakan.cli.flows.files import FLOW_FILE, language_option, read_or_exit, spoken

FORMATS = {"mermaid": mermaid, "svg": svg}


@click.command()
@click.argument("file", type=FLOW_FILE)
@click.option("--format", "form", type=click.Choice(sorted(FORMATS)), default="mermaid", show_default=True)
@language_option
def draw(file: Path, form: str, language: str) -> None:
    """Draw the state diagram of a flow, from its transition table, to standard output."""
    flow = read_or_exit(file).flow
    click.echo(FORMATS[form](flow, spoken(flow, language)))
