"""The whole house on this machine, to try it."""

import os
import sys
from pathlib import Path

import click

from jamakan import logs
from jamakan.house import demo as house
from jamakan.house.record import AlreadyRunning
from jamakan.house.running import StartError


@click.command()
@click.option(
    "--smoke", is_flag=True, help="Play it through once on free ports, in a directory of its own; exit 0 or 1."
)
@click.option(
    "--port",
    default=house.GATEWAY_PORT,
    type=click.IntRange(0, 65535),
    show_default=True,
    help="Of the gateway; 0 is any.",
)
@click.option(
    "--carrier-port",
    default=house.CARRIER_PORT,
    type=click.IntRange(0, 65535),
    show_default=True,
    help="Of the pretend carrier and its web phone.",
)
@click.option("--logs", "aloud", is_flag=True, help="Show what every process prints.")
@click.option("--empty", is_flag=True, help="Let no made-up people call on the first start.")
def demo(smoke: bool, port: int, carrier_port: int, aloud: bool, empty: bool) -> None:
    """Run everything here, with a pretend carrier and a web phone, until Ctrl-C."""
    logs.only_warnings()
    if smoke:
        from jamakan.house.smoke import play  # only a smoke test pays for it

        sys.exit(play())
    try:
        house.run(
            Path(os.environ.get("JAMAKAN_VAR", "var")).absolute(), port, carrier_port, aloud=aloud, crowd=not empty
        )
    except AlreadyRunning as news:
        phone = news.record.get("web_phone", "")
        click.echo(f"Jamakan tourne déjà ici. · Jamakan is running here already. {phone}")
    except (StartError, OSError) as error:
        sys.exit(f"jamakan demo: {error}")
