"""What the commands on broadcasts share."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import click

from jamakan.cli.house import with_core
from jamakan.core import Core
from jamakan.hours import NeverOpen
from jamakan.prices import MICROS
from jamakan.programme.broadcasts import BroadcastError
from jamakan.spreadsheets import SpreadsheetError

P = ParamSpec("P")
R = TypeVar("R")

NUMBER = click.argument("number", type=int)
BY = click.option("--as", "by", required=True, envvar="JAMAKAN_STAFF", help="Your name: decisions are kept with it.")


def on_broadcasts(command: Callable[Concatenate[Core, P], R]) -> Callable[P, R]:
    """Give the command a core; what cannot be is told in words."""

    @wraps(command)
    def run(core: Core, /, *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(core, *args, **kwargs)
        except (BroadcastError, SpreadsheetError, NeverOpen) as error:
            raise click.ClickException(str(error)) from error

    return with_core(run)


def francs(micros: int) -> str:
    """An amount of XOF, as people here say it."""
    return f"{micros / MICROS:,.0f} FCFA"


def spelled(word: str) -> str:
    """A reason or state of the tables as words."""
    return word.replace("_", " ")
