"""`jamakan flows`: write, check, look at, try and publish surveys."""

import click

from jamakan.cli.flows.check import check
from jamakan.cli.flows.draw import draw
from jamakan.cli.flows.play import play
from jamakan.cli.flows.publish import close, export, import_, list_
from jamakan.cli.flows.translate import translate


@click.group()
def flows() -> None:
    """Write, check, look at, try and publish surveys (YAML or XLSForm)."""


for command in (check, close, draw, export, import_, list_, play, translate):
    flows.add_command(command)
