"""`jamakan export`: people, answers, messages or attendance as a file, written here."""

from datetime import datetime
from pathlib import Path

import click

from jamakan import exports
from jamakan.cli.house import with_core
from jamakan.core import Core
from jamakan.exports import ExportRefused, Order
from jamakan.exports.fetching import filename
from jamakan.exports.kinds import KINDS
from jamakan.exports.layout import CSV, FORMATS
from jamakan.store import flow_versions
from jamakan.store.exports.filters import Filters
from jamakan.store.exports.records import READY

DAY = click.DateTime(["%Y-%m-%d"])
REASONS = {
    ("version", "needed"): "answers of which survey? Give --survey",
    ("activity", "unknown"): "there is no such activity: 'python3 run.py activities' shows them",
    ("until", "order"): "--until is before --since",
}


@click.command()
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.option("--format", "how", type=click.Choice(list(FORMATS)), default=CSV, show_default=True)
@click.option("--to", type=click.Path(path_type=Path), help="The file to write; by default a new one here.")
@click.option("--activity", default="", help="Only of this activity, by its name as in 'activities'.")
@click.option("--survey", default="", help="Of answers: the survey, on the version people began last.")
@click.option("--version", default="", help="Of answers: that very version.")
@click.option("--since", type=DAY, help="From this day on.")
@click.option("--until", type=DAY, help="Until this day, included.")
@click.option("--full-numbers", is_flag=True, help="With names, texts and whole numbers. Noted in the trail.")
@with_core
def export(
    core: Core,
    kind: str,
    how: str,
    to: Path | None,
    activity: str,
    survey: str,
    version: str,
    since: datetime | None,
    until: datetime | None,
    full_numbers: bool,
) -> None:
    """Write a file of people, answers, messages or attendance.

    People have a pseudonym, another one in every file, and numbers are masked.
    """
    filters = Filters(activity, "", version or _latest(core, survey), _written(since), _written(until))
    try:
        number = exports.ask(core, Order(kind, how, filters, full_numbers), None, start=False)
    except ExportRefused as refused:
        raise click.ClickException(REASONS.get((refused.field, refused.reason), str(refused))) from refused
    record = exports.build_one(core, number)
    if record.state != READY:
        raise click.ClickException(f"the file could not be made: {record.reason}")
    path = to or Path(filename(record))
    with path.open("wb") as file:
        path.chmod(0o600)
        for block in exports.download(core, record, None):
            file.write(block)
    exports.remove(core, record, None)
    click.echo(f"{path}: {record.rows_done} row(s)")


def _latest(core: Core, survey: str) -> str:
    if not survey:
        return ""
    with core.db.read() as connection:
        found = next((version for flow, version, _ in flow_versions.answered(connection) if flow == survey), "")
    if not found:
        raise click.ClickException(f"nobody answered a survey {survey!r} yet: 'python3 run.py flows list' shows them")
    return found


def _written(day: datetime | None) -> str:
    return day.date().isoformat() if day else ""
