"""`broadcasts progress` and `failures`, and the bar that shows a broadcast leaving."""

import csv
import io
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import click

from jamakan.broadcasts import decisions
from jamakan.broadcasts.failures import explain
from jamakan.broadcasts.standing import standing
from jamakan.cells import harmless
from jamakan.cli.broadcasts.shared import NUMBER, francs, on_broadcasts, spelled
from jamakan.core import Core
from jamakan.house.files import replace
from jamakan.phones import masked
from jamakan.programme import broadcasts as life
from jamakan.programme.plan import Broadcast
from jamakan.store import messages
from jamakan.store.broadcasts import progress as counts
from jamakan.store.broadcasts.progress import NOT_ARRIVED, Failure, Progress

WATCH_SECONDS = 0.25
PATIENCE_SECONDS = 60  # without any movement; the broadcast goes on, only the bar stops
STATE_WORDS = {
    messages.QUEUED: "waiting to leave",
    messages.SENDING: "being handed over",
    messages.SENT: "handed to the carrier",
    messages.DELIVERED: "delivered",
    messages.FAILED: "failed",
    messages.UNCERTAIN: "uncertain: no answer from the carrier",
    messages.UNREPORTED: "sent, without news of their arrival",
    messages.REROUTED: "tried again by another channel",
    messages.EXPIRED: "too late to be of use",
    messages.SKIPPED: "skipped",
}
COLUMNS = ("message", "number", "channel", "state", "reason", "meaning", "advice", "at")


@click.command()
@NUMBER
@click.option("--watch", is_flag=True, help="Follow it until it is done.")
@on_broadcasts
def progress(core: Core, number: int, watch: bool) -> None:
    """Show how far a broadcast is."""
    broadcast = decisions.look(core, number)
    follow(core, broadcast, watch=watch)
    tell_progress(core, decisions.look(core, number))


@click.command()
@NUMBER
@click.option("--state", "states", multiple=True, type=click.Choice(NOT_ARRIVED), help="Only these.")
@click.option("--csv", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write them to this file.")
@click.option("--full-numbers", is_flag=True, help="Show the numbers in full, to call people.")
@on_broadcasts
def failures(core: Core, number: int, states: tuple[str, ...], file: Path | None, full_numbers: bool) -> None:
    """List what did not arrive, and why, in plain words."""
    decisions.look(core, number)
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    found = 0
    with core.db.read() as connection:
        for one in counts.failures(connection, core.settings.vault, number, states or NOT_ARRIVED):
            found += 1
            cells = _cells(core, one, one.phone if full_numbers else masked(one.phone))
            writer.writerow([harmless(cell) for cell in cells])
            if file is None:
                _, phone, _, state, reason, meaning, advice, _ = cells
                click.echo(f"#{one.id:<6} {phone}  {state:<10} {meaning} ({reason})\n        {advice}".rstrip())
    if file is not None:
        replace(file, table.getvalue())
    click.echo(f"{found} message(s) did not arrive, or may not have{f': {file}' if file else '.'}")


def follow(core: Core, broadcast: Broadcast, *, watch: bool) -> Broadcast:
    """Say where it stands; with `watch`, show it leaving first, until it is done or waits or nothing moves."""
    if watch:
        expected = broadcast.approved_lines or 1
        broadcast, seen = _watch(core, broadcast, "writing", expected, lambda seen: seen.lines, _written)
        broadcast, _ = _watch(core, broadcast, "sending", seen.lines, lambda seen: seen.lines - seen.left, _never)
    click.echo(f"Broadcast {broadcast.id} {standing(core, broadcast, datetime.now(UTC))}.")
    return broadcast


def tell_progress(core: Core, broadcast: Broadcast) -> None:
    """What became of every line so far."""
    seen = _progress(core, broadcast.id)
    for state, words in STATE_WORDS.items():
        if seen.states.get(state):
            click.echo(f"{seen.states[state]:>7,} {words}")
    tell(seen.skipped, "        {number:,} of the skipped: {reason}")
    tell(broadcast.excluded, "{number:>7,} left out: {reason}")
    cap = broadcast.plan.cap_micros
    click.echo(
        f"{seen.lines:,} line(s) so far, {francs(broadcast.spent_micros)} spent{f' of {francs(cap)}' if cap else ''}"
    )


def tell(numbers: Mapping[str, int], line: str) -> None:
    """A line for each reason."""
    for reason, number in sorted(numbers.items()):
        click.echo(line.format(number=number, reason=spelled(reason)))


def _watch(
    core: Core,
    broadcast: Broadcast,
    label: str,
    total: int,
    gone: Callable[[Progress], int],
    over: Callable[[Broadcast], bool],
) -> tuple[Broadcast, Progress]:
    """A bar while it is being sent and not `over`."""
    seen, moved_at = _progress(core, broadcast.id), time.monotonic()
    with click.progressbar(length=max(total, 1), label=label) as bar:
        while broadcast.state == life.SENDING and not over(broadcast):
            if gone(seen) > bar.pos:
                bar.update(gone(seen) - bar.pos)
                moved_at = time.monotonic()
            if time.monotonic() - moved_at > PATIENCE_SECONDS:
                break
            time.sleep(WATCH_SECONDS)
            broadcast, seen = decisions.look(core, broadcast.id), _progress(core, broadcast.id)
        bar.update(gone(seen) - bar.pos)
    return broadcast, seen


def _written(broadcast: Broadcast) -> bool:
    return broadcast.prepared_at is not None


def _never(_broadcast: Broadcast) -> bool:
    return False


def _progress(core: Core, broadcast_id: int) -> Progress:
    with core.db.read() as connection:
        return counts.progress(connection, broadcast_id)


def _cells(core: Core, one: Failure, phone: str) -> tuple[str, ...]:
    told = explain(one)
    at = f"{one.at.astimezone(core.settings.zone):%Y-%m-%d %H:%M:%S}"
    return str(one.id), phone, one.channel, one.state, one.reason, told.meaning, told.advice, at
