"""Making what must not be guessed."""

import secrets

import click

from jamakan.privacy.vault import new_key


@click.command()
def key() -> None:
    """Print a new JAMAKAN_KEY.

    Losing it loses every number and name: keep a copy elsewhere.
    """
    click.echo(new_key())


@click.command()
def token() -> None:
    """Print a new webhook token.

    For JAMAKAN_WEBHOOK_TOKENS: the secret part of the URLs you give the carrier.
    """
    click.echo(secrets.token_urlsafe(24))
