"""Channels: whether messages leave by them, what waits, what they cost."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import click

from jamakan.channels.outcomes import Balance, Sent
from jamakan.channels.routes import Route, routes
from jamakan.cli.house import with_core
from jamakan.core import Core
from jamakan.house_rules.model import HouseRules
from jamakan.house_rules.reading import in_force
from jamakan.phones import PhoneError, e164, masked
from jamakan.prices import MICROS
from jamakan.sending.trial import open_channel, try_channel
from jamakan.state import wake
from jamakan.store import channel_states, outbox, spending
from jamakan.store.channel_states import Stopped
from jamakan.store.spending import TOTAL, Cost


@click.group(invoke_without_command=True)
@click.pass_context
def channels(context: click.Context) -> None:
    """Show each channel: open or stopped, what waits, what it cost this month, what is left on the account."""
    if context.invoked_subcommand is None:
        show()


@with_core
def show(core: Core) -> None:
    """The list."""
    now = datetime.now(UTC)
    month = spending.month(now, core.settings.zone)
    with core.db.read() as connection:
        stopped = channel_states.stopped(connection)
        waiting = {name: outbox.waiting(connection, name, now) for name in core.settings.channels}
        spent = spending.by_channel(connection, month)
    for name, route in routes(core.settings).items():
        click.echo(f"{name:<16} {_state(core, stopped.get(name))}")
        cost = spent.get(name, Cost())
        click.echo(
            f"    {waiting[name]} message(s) wait; {month}: {cost.messages} sent, {cost.parts} part(s), ", nl=False
        )
        click.echo(f"{cost.micros / MICROS:,.0f} XOF; {_balance(route.sender.balance())}")
    click.echo(_budget(core.settings.channels, in_force(core), month, spent))


@channels.command("open")
@click.argument("name")
@with_core
def open_command(core: Core, name: str) -> None:
    """Let messages leave by a stopped channel again.

    After you mended what the carrier complained of: key, sender name, credit.
    """
    _route(core, name)
    was_stopped = open_channel(core, name)
    wake.wake(core.redis, wake.SEND_QUEUE)
    click.echo(f"{name} is open again." if was_stopped else f"{name} was open.")


@channels.command("test")
@click.argument("name")
@click.argument("phone")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_core
def test_command(core: Core, name: str, phone: str, yes: bool) -> None:
    """Send a test message to PHONE by this channel, now. Success opens a stopped channel."""
    route = _route(core, name)
    try:
        number = e164(phone, core.settings.country)
    except PhoneError as error:
        raise click.ClickException(str(error)) from error
    if not yes:
        price = in_force(core).prices(name).part / MICROS
        click.confirm(f"Send one SMS to {masked(number)} by {name}, for {price:g} XOF?", abort=True)
    outcome = try_channel(core, route, number)
    if not isinstance(outcome, Sent):
        raise click.ClickException(f"{type(outcome).__name__.lower()}: {outcome.reason}")
    click.echo(f"{name} took it, as {outcome.provider_id}. Look at the phone.")


def _route(core: Core, name: str) -> Route:
    known = routes(core.settings)
    if name not in known:
        raise click.ClickException(f"no channel {name!r} here: JAMAKAN_CHANNELS has {', '.join(known)}")
    return known[name]


def _state(core: Core, stopped: Stopped | None) -> str:
    if stopped is None:
        return "open"
    since = f"{stopped.since.astimezone(core.settings.zone):%Y-%m-%d %H:%M}"
    again = (
        f"tried again at {stopped.retry_at.astimezone(core.settings.zone):%H:%M}"
        if stopped.retry_at
        else "until opened"
    )
    return f"STOPPED since {since}, {again}: {stopped.reason}"


def _balance(balance: Balance | None) -> str:
    return "balance not known" if balance is None else f"{balance.micros / MICROS:,.0f} {balance.currency} left"


def _budget(channels: Iterable[str], rules: HouseRules, month: str, spent: Mapping[str, Cost]) -> str:
    cap, total = rules.monthly_cap, spent.get(TOTAL, Cost()).micros / MICROS
    if cap is None:
        return f"{month}: {total:,.0f} XOF in all, no cap"
    over = total + min(rules.prices(name).part for name in channels) / MICROS > cap
    return f"{month}: {total:,.0f} of {cap:,.0f} XOF" + ("; CAP REACHED, nothing leaves" if over else "")
