"""The bulk reminder."""

import click

from jamakan import reminders
from jamakan.broadcasts.preview import preview
from jamakan.cli.broadcasts.following import follow, tell_progress
from jamakan.cli.broadcasts.looking import tell_preview
from jamakan.cli.broadcasts.shared import on_broadcasts
from jamakan.core import Core


@click.command()
@click.argument("activity")
@click.option(
    "--text",
    required=True,
    help="The reminder in French. {activity} {date} {time} {place} {name} {code} {org} {tel} are filled.",
)
@click.option("--text-en", default="", help="The same in English, for those who chose it.")
@click.option("--dry-run", is_flag=True, help="Show recipients, parts and cost; send nothing.")
@click.option("--as", "by", default="", envvar="JAMAKAN_STAFF", help="Your name; needed when somebody must approve.")
@click.option("--no-watch", is_flag=True, help="Do not wait to see it leave.")
@on_broadcasts
def remind(core: Core, activity: str, text: str, text_en: str, dry_run: bool, by: str, no_watch: bool) -> None:
    """Remind everybody registered for an activity.

    It leaves in the house's hours, and a large one once a second person agreed. Asked again with the same words, it
    writes only to those who do not have it yet.
    """
    texts = {"fr": text} | ({"en": text_en} if text_en else {})
    if dry_run:
        tell_preview(preview(core, reminders.plan(core, activity, texts)))
        return
    asked = reminders.remind(core, activity, texts, by=by)
    if asked.again:
        click.echo("The same words were sent before: only those registered since get them now.")
    broadcast = follow(core, asked.broadcast, watch=not no_watch)
    tell_progress(core, broadcast)
