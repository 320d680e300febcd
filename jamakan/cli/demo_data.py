"""A year of the programme in the demo's house, made up."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jamakan import logs
from jamakan.house.record import AlreadyRunning
from jamakan.house.resting import resting
from jamakan.house.running import StartError

if TYPE_CHECKING:
    from jamakan.demo_data.ledger import Ledger


@click.command("demo-data")
@click.option("--people", default=2000, type=click.IntRange(6, 20_000), show_default=True, help="How many take part.")
@click.option("--seed", default=2026, show_default=True, help="Another number makes other people.")
def demo_data(people: int, seed: int) -> None:
    """Fill the demo with a believable year: six activities, tests, opinions, cases, commitments.

    Everything comes in as from real phones, on a moved clock; nothing is inserted. The demo must not be running.
    """
    logs.only_warnings()
    var = Path(os.environ.get("JAMAKAN_VAR", "var")).absolute()
    try:
        with resting(var) as house:
            from jamakan.demo_data.year import play  # a second of imports, when everything else is well

            ledger = play(house.core, people, house.staff, until=datetime.now(UTC).date(), seed=seed)
            click.echo(summary(ledger))
    except AlreadyRunning:
        sys.exit("jamakan demo-data: a demo runs here. Stop it (Ctrl-C), fill it, start it again.")
    except (StartError, OSError) as error:
        sys.exit(f"jamakan demo-data: {error}")


def summary(ledger: "Ledger") -> str:
    """What the year came to, in two lines."""
    asked, there = len(ledger.stories), sum(bool(story.days) for story in ledger.stories)
    opinions = sum(story.opinion is not None for story in ledger.stories)
    lines = [
        f"{asked} inscriptions, {there} personnes venues, {opinions} avis, {len(ledger.spoken)} demandes.",
        f"{asked} registrations, {there} people came, {opinions} opinions, {len(ledger.spoken)} cases.",
    ]
    if ledger.lost:
        lines.append(f"{len(ledger.lost)} calls met a screen nobody foresaw, the first of them:\n{ledger.lost[0]}")
    return "\n".join(lines)
