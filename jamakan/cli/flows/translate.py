"""`jamakan flows translate`: the words of the service for translators, and back."""

from pathlib import Path

import click

from flows import languages
from flows.languages.catalogues import CatalogueError, Verdict, judge, write
from flows.languages.tongues import TONGUES
from flows.languages.weaving import built_in

HERE = Path(languages.__file__).parent
EVERY = "all"
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
SHOWN = 20  # problems; a file just begun has hundreds of missing texts


@click.command()
@click.argument("language", type=click.Choice([*TONGUES, EVERY]))
@click.option("--from", "source", type=EXISTING, help="A .po file that translators filled.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Where to; the service's own file.")
@click.option("--offer", is_flag=True, help="Let people choose it although texts are missing: they stay French.")
def translate(language: str, source: Path | None, output: Path | None, offer: bool) -> None:
    """Write the .po file of a language for its translators, with the words there are; read theirs with --from.

    Says what is missing, too long, or has other placeholders than the French; such texts are left out. `all` brings
    every file in step with the flows.
    """
    if language == EVERY and (source or output or offer):
        raise click.UsageError("--from, --output and --offer go with one language")
    wrong = [tag for tag in (TONGUES if language == EVERY else (language,)) if not _one(tag, source, output, offer)]
    if wrong:
        raise SystemExit(1)


def _one(language: str, source: Path | None, output: Path | None, offer: bool) -> bool:
    """Write one file. False when what was read has texts that cannot be used."""
    kept = HERE / f"{language}.po"
    read = source or kept
    verdict = _judged(language, read) if read.exists() else Verdict({}, (), (), ())
    (output or kept).write_bytes(write(language, built_in(), verdict.words, offer=offer or verdict.offered_as_it_is))
    _tell(language, verdict, len(built_in()))
    click.echo(f"written: {output or kept}")
    return not verdict.problems


def _judged(language: str, file: Path) -> Verdict:
    try:
        return judge(language, file.read_bytes(), built_in())
    except CatalogueError as error:
        raise click.ClickException(f"{file}: {error}") from error


def _tell(language: str, verdict: Verdict, total: int) -> None:
    for place, reason in verdict.problems:
        click.echo(f"{place}: {reason}", err=True)
    for place in verdict.unknown[:SHOWN]:
        click.echo(f"{place}: the service has no such text any more", err=True)
    for place in verdict.missing[:SHOWN] if verdict.words else ():
        click.echo(f"{place}: missing", err=True)
    state = "complete" if len(verdict.words) == total else "incomplete: French is shown where words are missing"
    click.echo(f"{language}: {len(verdict.words)} of {total} texts, {state}")
