"""`jamakan followups`: the rules of automatic messages."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path

import click

from flows.text.folding import fold
from flows.text.gsm7 import measure
from jamakan.cli.house import with_core
from jamakan.core import Core
from jamakan.followups import occasions, publishing
from jamakan.followups.forecast import Foretold, forecast
from jamakan.followups.publishing import PublishError
from jamakan.followups.reading import RulesError, read_rules
from jamakan.followups.rules import Published, Rule

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
MICROS = 1_000_000


@click.group()
def followups() -> None:
    """Messages that leave by rule: reminders, invitations, questions left unanswered."""


@followups.command()
@click.argument("file", type=FILE)
def check(file: Path) -> None:
    """Check a rules file: every problem with its line, or what each rule does and the size of its texts."""
    for rule in _read(file):
        _show(rule)


@followups.command()
@click.argument("file", type=FILE, required=False)
@with_core
def publish(core: Core, file: Path | None) -> None:
    """Go by the rules of a file from now on.

    Without a file, by those that come with the house. What fell due before is never sent; rules of other names stay
    as they are.
    """
    try:
        changed = publishing.publish(core, _read(file) if file else publishing.library(), datetime.now(UTC))
    except PublishError as error:
        raise click.ClickException(str(error)) from error
    for name, new in changed.items():
        click.echo(f"{name}: {'in force from now on' if new else 'was in force already'}")


@followups.command("list")
@with_core
def list_(core: Core) -> None:
    """List the rules of the house."""
    rules = occasions.published(core)
    for one in rules:
        since = f"{one.since.astimezone(core.settings.zone):%Y-%m-%d %H:%M}"
        click.echo(f"{'active' if one.active else 'paused':<7} since {since}  {one.rule.name}: {one.rule.in_words}")
    if not rules:
        click.echo("There are no rules: 'python3 run.py followups publish' takes those that come with the house.")


@followups.command()
@click.argument("name")
@with_core
def pause(core: Core, name: str) -> None:
    """Write to nobody by a rule."""
    if not publishing.pause(core, name, datetime.now(UTC)):
        raise click.ClickException(f"no rule {name!r} is active: 'python3 run.py followups list' shows them")
    click.echo(f"{name} is paused.")


@followups.command()
@click.argument("name")
@with_core
def resume(core: Core, name: str) -> None:
    """Go by a paused rule again. What fell due meanwhile is never sent."""
    if not publishing.resume(core, name, datetime.now(UTC)):
        raise click.ClickException(f"no rule {name!r} is paused: 'python3 run.py followups list' shows them")
    click.echo(f"{name} is in force from now on.")


@followups.command("dry-run")
@click.argument("name", required=False)
@click.option("--file", type=FILE, help="Try the rules of a file as if they were published at that moment.")
@click.option("--at", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]), help="From then on; by default from now.")
@click.option("--days", default=7, show_default=True, type=click.IntRange(1, 366), help="How far to look ahead.")
@click.option("--show", default=10, show_default=True, type=click.IntRange(0), help="Lines listed of each kind.")
@with_core
def dry_run(core: Core, name: str | None, file: Path | None, at: datetime | None, days: int, show: int) -> None:
    """Show who would get what and when, and who is left out and why.

    As things stand now; nothing is sent. Numbers are masked.
    """
    start = at.replace(tzinfo=core.settings.zone) if at else datetime.now(UTC)
    rules = [one for one in _rules(core, file, start) if name in (None, one.rule.name)]
    if name and not rules:
        raise click.ClickException(f"there is no rule {name!r}: 'python3 run.py followups list' shows them")
    total = Counter[str]()
    foretold = forecast(core, rules, start, start + timedelta(days=days))
    by_rule = {rule: list(found) for rule, found in groupby(foretold, lambda told: told.rule)}
    for one in rules:
        click.echo(f"\n{one.rule.name}{'' if one.active else ' (paused)'}: {one.rule.in_words}")
        found = by_rule.get(one.rule.name, [])
        total += _sends(core, [told for told in found if not told.left_out], show)
        _left_out([told for told in found if told.left_out], show)
    cost = total["micros"] / MICROS
    click.echo(f"\n{total['messages']} message(s), {total['parts']} part(s), about {cost:,.0f} FCFA in {days} day(s)")


def _rules(core: Core, file: Path | None, at: datetime) -> list[Published]:
    if file is None:
        return occasions.published(core)
    return [Published(0, rule, active=True, since=at) for rule in _read(file)]


def _sends(core: Core, told: list[Foretold], show: int) -> Counter[str]:
    """What leaves, by moment and subject."""
    order = sorted(told, key=lambda one: (str(one.leaves), one.about, one.text))
    for (leaves, about), group in groupby(order, lambda one: (one.leaves, one.about)):
        found = list(group)
        when = f"{leaves.astimezone(core.settings.zone):%a %Y-%m-%d %H:%M}" if leaves else ""
        click.echo(f"  {when}  {about}: {len(found)} message(s), {sum(one.parts for one in found)} part(s)")
        click.echo(f"      « {' / '.join(found[0].text.splitlines())} »")
        _phones(found, show)
    return Counter(messages=len(told), parts=sum(one.parts for one in told), micros=sum(one.micros for one in told))


def _left_out(told: list[Foretold], show: int) -> None:
    for reason, group in groupby(sorted(told, key=lambda one: one.left_out), lambda one: one.left_out):
        found = list(group)
        click.echo(f"  left out, {reason}: {len(found)}")
        _phones(found, show)


def _phones(found: Iterable[Foretold], show: int) -> None:
    phones = [one.phone for one in found]
    if show:
        more = f" and {len(phones) - show} more" if len(phones) > show else ""
        click.echo(f"      {', '.join(phones[:show])}{more}")


def _read(file: Path) -> tuple[Rule, ...]:
    try:
        return read_rules(file.read_text(encoding="utf-8"), str(file))
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file}: not UTF-8 text: save it as UTF-8") from error
    except RulesError as error:
        click.echo(str(error), err=True)
        raise SystemExit(1) from error


def _show(rule: Rule) -> None:
    click.echo(f"{rule.name}: {rule.in_words}")
    for language, words in _leaving(rule):
        size = measure(words)
        click.echo(f"  {language}: {size.units} {size.encoding} units before filling in, {size.parts} part(s)")


def _leaving(rule: Rule) -> Iterator[tuple[str, str]]:
    return ((language, fold(words, language)) for language, words in rule.text.items())
