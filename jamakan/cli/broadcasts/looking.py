"""`broadcasts list`, `show` and `preview`."""

from datetime import UTC, datetime

import click

from jamakan.broadcasts import decisions
from jamakan.broadcasts import preview as previews
from jamakan.broadcasts.counting import InLanguage
from jamakan.broadcasts.preview import Preview
from jamakan.broadcasts.standing import standing
from jamakan.broadcasts.texts import known
from jamakan.channels.outcomes import Balance
from jamakan.cli.broadcasts.following import tell
from jamakan.cli.broadcasts.shared import NUMBER, francs, on_broadcasts
from jamakan.core import Core
from jamakan.programme.broadcasts import STATES
from jamakan.programme.plan import Broadcast
from jamakan.store.broadcasts import records
from jamakan.store.staff import signatures


@click.command("list")
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="Only these states.")
@click.option("--most", default=30, show_default=True, type=click.IntRange(1, 1000), help="How many, latest first.")
@on_broadcasts
def list_(core: Core, states: tuple[str, ...], most: int) -> None:
    """List broadcasts, the latest first."""
    with core.db.read() as connection:
        found = records.latest(connection, states, most)
        called = signatures.names(connection, core.settings.vault, {one.created_by for one in found})
    for one in found:
        made = f"{one.created_at.astimezone(core.settings.zone):%Y-%m-%d %H:%M}"
        name = one.plan.name or " ".join(one.plan.texts.get("fr", "").split())[:40]
        author = called[one.created_by] or "-"
        click.echo(f"{one.id:>5}  {made}  {one.state:<9}  {one.plan.kind:<10}  {author:<16}  {name}")
    if not found:
        click.echo("No broadcast yet: 'python3 run.py broadcasts new' writes one.")


@click.command()
@NUMBER
@on_broadcasts
def show(core: Core, number: int) -> None:
    """Show a broadcast: its words, its audience, and who decided what."""
    broadcast = decisions.look(core, number)
    _head(core, broadcast)
    for language, text in broadcast.plan.texts.items():
        click.echo(f"{language}:\n    {text}")
    with core.db.read() as connection:
        told = records.trail(connection, number)
        called = signatures.names(connection, core.settings.vault, {one.by for one in told})
    for event, state, by, reason, at in told:
        when = f"{at.astimezone(core.settings.zone):%Y-%m-%d %H:%M:%S}"
        click.echo(f"{when}  {event:<8} → {state:<9}  {called[by] or 'by itself':<16}  {reason}".rstrip())


@click.command()
@NUMBER
@click.option("--recipient", type=click.IntRange(min=1), help="What the one with this number of the list reads.")
@click.option("--phone", help="What this phone reads.")
@on_broadcasts
def preview(core: Core, number: int, recipient: int | None, phone: str | None) -> None:
    """Show who gets what, who does not and why, and what it costs."""
    broadcast = decisions.look(core, number)
    if not (recipient or phone):
        describe(core, broadcast)
        return
    one = previews.rendering(core, broadcast.plan, broadcast.id, number=recipient or 0, phone=phone or "")
    who = f"number {one.number}, " if one.number else ""
    click.echo(f"{who}{one.language}, by {one.channel}, {one.measure.parts} part(s):\n    {one.text}")


def describe(core: Core, broadcast: Broadcast) -> None:
    """All that somebody should know before they agree to it."""
    _head(core, broadcast)
    found = previews.preview(core, broadcast.plan, broadcast.id)
    tell_preview(found)
    for name, balance in previews.balances(core, found.count).items():
        click.echo(f"balance at {name}: {_amount(balance)}")
    click.echo(f"placeholders: {' '.join(f'{{{name}}}' for name in known(broadcast.plan))}")


def tell_preview(found: Preview) -> None:
    """Who gets what, and what it costs."""
    for language, one in found.count.languages.items():
        _tell_language(language, one)
    tell(found.count.excluded, "left out: {number} ({reason})")
    counted = found.count
    click.echo(f"{counted.lines} recipient(s), {counted.parts} part(s), about {francs(counted.micros)}")
    cap = "without a limit" if found.cap_micros is None else f"of {francs(found.cap_micros)}"
    click.echo(f"this month cost {francs(found.spent_micros)} so far, {cap}")
    for reason in found.reasons:
        click.echo(f"needs a second person: {reason}")


def _tell_language(language: str, one: InLanguage) -> None:
    size = one.measure
    click.echo(
        f"{language}: {one.lines} line(s), {one.parts} part(s), about {francs(one.micros)}; the longest takes "
        f"{size.parts} part(s), {size.units} {size.encoding} units{f', number {one.at}' if one.at else ''}"
    )
    click.echo(f"    {one.longest or one.text}")
    if one.replaced:
        click.echo(f"    others stand for {' '.join(one.replaced)}, which would more than double its length")
    if one.lost:
        click.echo(f"    nothing stands for {' '.join(one.lost)}: ? leaves instead")
    if size.costly:
        click.echo(f"    these count double: {' '.join(size.costly)}")


def _head(core: Core, broadcast: Broadcast) -> None:
    plan, zone = broadcast.plan, core.settings.zone
    click.echo(f"Broadcast {broadcast.id}, {plan.kind}{f' “{plan.name}”' if plan.name else ''}, to {plan.audience}")
    click.echo(standing(core, broadcast, datetime.now(UTC)))
    until = f", until {plan.expires_at.astimezone(zone):%Y-%m-%d %H:%M}" if plan.expires_at else ""
    click.echo(f"leaves from {plan.starts_at.astimezone(zone):%Y-%m-%d %H:%M}{until}")
    if plan.cap_micros is not None:
        click.echo(f"it may cost {francs(plan.cap_micros)}, {francs(broadcast.spent_micros)} are spent")


def _amount(balance: Balance | None) -> str:
    return "the carrier does not say" if balance is None else f"{balance.micros / 1e6:,.2f} {balance.currency}"
