"""The bulk reminder."""

import time
from collections.abc import Mapping

import click

from jamakan import reminders
from jamakan.cli.house import with_core
from jamakan.core import Core
from jamakan.reminders import Preview
from jamakan.store import broadcasts
from jamakan.store.broadcasts import WAITING, BroadcastError

WATCH_SECONDS = 0.2
PATIENCE_SECONDS = 60  # without any movement; the messages go on leaving, only the bar stops
STATE_WORDS = {"sent": "handed to the carrier", "skipped": "skipped (opted out)"}


@click.command()
@click.argument("activity")
@click.option(
    "--text", required=True, help="The reminder in French. {activity} {date} {time} {place} {org} {tel} are filled."
)
@click.option("--text-en", default="", help="The same in English, for those who chose it.")
@click.option("--dry-run", is_flag=True, help="Show recipients, parts and cost; send nothing.")
@with_core
def remind(core: Core, activity: str, text: str, text_en: str, dry_run: bool) -> None:
    """Remind everybody registered for an activity.

    Asked again with the same words, it writes only to those who do not have it yet.
    """
    texts = {"fr": text} | ({"en": text_en} if text_en else {})
    try:
        show(reminders.preview(core, activity, texts))
        if not dry_run:
            _send(core, activity, texts)
    except BroadcastError as error:
        raise click.ClickException(str(error)) from error


def show(preview: Preview) -> None:
    """Who would get what, and what it costs."""
    for wording in preview.wordings:
        measure = wording.measure
        click.echo(
            f"{wording.language}: {wording.lines} line(s), {measure.parts} part(s) each "
            f"({measure.units} {measure.encoding} units)\n    {wording.text}"
        )
    for reason, count in preview.excluded.items():
        click.echo(f"left out: {count} ({reason.replace('_', ' ')})")
    click.echo(f"{preview.lines} recipient(s), {preview.parts} part(s), about {preview.cost:,.0f} FCFA")


def _send(core: Core, activity: str, texts: Mapping[str, str]) -> None:
    reminder = reminders.send(core, activity, texts)
    if reminder.queued:
        click.echo(f"{reminder.queued} message(s) queued, {reminder.already} were written to before.")
        counts = _watch(core, reminder.broadcast_id)
    else:
        click.echo("Nobody new to write to. What became of it so far:")
        counts = _counts(core, reminder.broadcast_id)
    for state, count in sorted(counts.items()):
        click.echo(f"{count:>6} {STATE_WORDS.get(state, state)}")


def _watch(core: Core, broadcast: int) -> dict[str, int]:
    """A progress bar until nothing waits any more, or nothing moves."""
    counts = _counts(core, broadcast)
    total, moved_at = sum(counts.values()), time.monotonic()
    with click.progressbar(length=total, label="sending") as bar:
        while True:
            gone = total - sum(counts.get(state, 0) for state in WAITING)
            if gone > bar.pos:
                bar.update(gone - bar.pos)
                moved_at = time.monotonic()
            if gone == total or time.monotonic() - moved_at > PATIENCE_SECONDS:
                return counts
            time.sleep(WATCH_SECONDS)
            counts = _counts(core, broadcast)


def _counts(core: Core, broadcast: int) -> dict[str, int]:
    with core.db.read() as connection:
        return broadcasts.counts(connection, broadcast)
