"""`jamakan flows import`, `list`, `export` and `close`."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from flows.importers.xlsform import XlsformError, to_markdown, to_xlsx
from flows.loader import parse_flow
from jamakan import publishing
from jamakan.cli.flows.files import FLOW_FILE, read_or_exit, skip_option
from jamakan.cli.house import with_core
from jamakan.core import Core
from jamakan.publishing import PublishError
from jamakan.store import surveys


@click.command("import")
@click.argument("file", type=FLOW_FILE)
@click.option("--keyword", default="", help="The SMS word that starts it; by default the flow's name.")
@skip_option
@with_core
def import_(core: Core, file: Path, keyword: str, skip_unsupported: bool) -> None:
    """Publish a flow file as a survey.

    YAML or XLSForm; people answer it from the USSD menu and by its SMS keyword.
    """
    found = read_or_exit(file, skip_unsupported=skip_unsupported)
    try:
        new = publishing.publish(core, found, keyword or found.flow.name, datetime.now(UTC))
    except PublishError as error:
        raise click.ClickException(str(error)) from error
    state = "is open" if new else "was open already"
    click.echo(f"{found.flow.name} {state}, version {found.flow.version}: SMS {(keyword or found.flow.name).upper()}")


@click.command()
@click.argument("name")
@with_core
def close(core: Core, name: str) -> None:
    """Close a survey: nobody can start it, whoever is in the middle goes on."""
    if not publishing.close(core, name):
        raise click.ClickException(f"no survey {name!r} is open: 'python3 run.py flows list' shows them")
    click.echo(f"{name} is closed.")


@click.command("list")
@with_core
def list_(core: Core) -> None:
    """List the flows of the library and the published surveys."""
    for name in core.book.names:
        click.echo(f"{name:<30} library  {core.book.current(name).version}")
    with core.db.read() as connection:
        for survey in surveys.published(connection):
            click.echo(f"{survey.flow:<30} {survey.state:<8} {survey.version}  SMS {survey.keyword.upper()}")


@click.command()
@click.argument("name")
@click.option("--format", "form", type=click.Choice(["xlsx", "markdown", "yaml"]), default="yaml", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; needed for xlsx.")
@with_core
def export(core: Core, name: str, form: str, output: Path | None) -> None:
    """Write a flow as XLSForm or YAML.

    Of the library or published; as an .xlsx, as Markdown tables, or as YAML.
    """
    source = publishing.source(core, name)
    if source is None:
        raise click.ClickException(f"no flow {name!r}: 'python3 run.py flows list' shows them")
    if form == "xlsx" and output is None:
        raise click.UsageError("an .xlsx needs --output FILE")
    try:
        data = _as(form, source, name)
    except XlsformError as error:
        raise click.ClickException("\n".join(f"{name}: {problem}" for problem in error.problems)) from error
    if output is None:
        sys.stdout.write(data.decode())
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}") from error
    click.echo(f"{output}: {len(data)} bytes")


def _as(form: str, source: str, name: str) -> bytes:
    if form == "yaml":
        return source.encode()
    flow = parse_flow(source, name)
    return to_xlsx(flow) if form == "xlsx" else to_markdown(flow).encode()
