"""Who may use the console."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from jamakan.cli.house import with_core
from jamakan.core import Core
from jamakan.staff import accounts
from jamakan.staff.accounts import AccountError, Invitation
from jamakan.staff.passwords import WeakPassword
from jamakan.staff.roles import ROLES
from jamakan.store.staff import accounts as rows

P = ParamSpec("P")
R = TypeVar("R")

ROLE = click.option("--role", required=True, type=click.Choice(list(ROLES)))
EMAIL = click.option("--email", required=True, help="What they sign in with.")


@click.group()
def staff() -> None:
    """Accounts of the console: who may see and do what."""


def _told(command: Callable[P, R]) -> Callable[P, R]:
    """What cannot be is told in words."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except (AccountError, WeakPassword) as error:
            raise click.ClickException(str(error)) from error

    return run


@staff.command()
@click.argument("name")
@EMAIL
@ROLE
@click.password_option(help="Asked for when it is not given here, where others may read it.")
@_told
@with_core
def add(core: Core, name: str, email: str, role: str, password: str) -> None:
    """Make an account that may sign in at once."""
    account = accounts.add(core, name, email, role, password)
    click.echo(f"{account.name} may sign in as {account.email} ({account.role}).")


@staff.command()
@click.argument("name")
@EMAIL
@ROLE
@_told
@with_core
def invite(core: Core, name: str, email: str, role: str) -> None:
    """Make an account and a link for its owner.

    The link lets whoever opens it first choose the password: hand it over yourself.
    """
    _show(core, accounts.invite(core, name, email, role))


@staff.command()
@click.argument("email")
@_told
@with_core
def reset(core: Core, email: str) -> None:
    """Forget password and second factor; make a new link.

    For somebody who lost them. Every browser they are signed in with is signed out.
    """
    _show(core, accounts.reset(core, accounts.by_email(core, email)))


@staff.command()
@click.argument("email")
@_told
@with_core
def disable(core: Core, email: str) -> None:
    """Close an account, at once."""
    accounts.disable(core, accounts.by_email(core, email))
    click.echo("Closed: nobody signs in with it any more.")


@staff.command("list")
@with_core
def listed(core: Core) -> None:
    """List the accounts."""
    with core.db.read() as connection:
        everybody = rows.everybody(connection, core.settings.vault)
    for account in everybody:
        second = "second factor" if account.totp else "password only"
        click.echo(f"{account.email:<32} {account.role:<14} {account.state:<9} {second:<14} {account.name}")
    if not everybody:
        click.echo("Nobody yet: python3 run.py staff invite NAME --email … --role administrator")


def _show(core: Core, invitation: Invitation) -> None:
    until = f"{invitation.expires_at.astimezone(core.settings.zone):%Y-%m-%d %H:%M}"
    click.echo(f"For {invitation.account.name}, once, until {until}:")
    click.echo(f"{core.settings.console_url}/invitation/{invitation.token}")
