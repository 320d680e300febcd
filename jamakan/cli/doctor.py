"""Whether this house can keep its promises."""

import json
import sys
from collections.abc import Iterable

import click

from jamakan.config import SettingsError, read_settings
from jamakan.core import build_core
from jamakan.doctor.examination import examine
from jamakan.doctor.verdicts import Finding, Level, failure
from jamakan.store.database import DatabaseUrlError

COLORS = {Level.OK: "green", Level.WARNING: "yellow", Level.FAILURE: "red", Level.UNKNOWN: "cyan"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object: findings, and how many of each level.")
@click.option("--quiet", is_flag=True, help="Leave out what is well.")
def doctor(as_json: bool, quiet: bool) -> None:
    """Check settings, servers, this machine and the work.

    One line a check: ok, warning, failure or cannot tell, and what to do. Exit code 1 when there is a failure.
    """
    findings = list(_findings()) if as_json else _shown(_findings(), quiet)
    counts = {level: sum(finding.verdict.level is level for finding in findings) for level in Level}
    if as_json:
        rows = [_row(finding) for finding in findings]
        click.echo(json.dumps({"findings": rows, "counts": counts}, ensure_ascii=False, indent=2))
    else:
        click.echo(", ".join(f"{count} {level}" for level, count in counts.items()))
    sys.exit(1 if counts[Level.FAILURE] else 0)


def _findings() -> Iterable[Finding]:
    """What is found; settings nobody could start with are a finding, too."""
    try:
        core = build_core(read_settings())
    except (SettingsError, DatabaseUrlError) as error:
        for line in str(error).splitlines():
            yield Finding("settings", "readable", failure(line.strip(), ".env, or the unit's environment file"))
        return
    try:
        yield from examine(core)
    finally:
        core.close()


def _shown(findings: Iterable[Finding], quiet: bool) -> list[Finding]:
    """Print each as it is made: a server that is away takes seconds to say so."""
    seen = []
    for finding in findings:
        seen.append(finding)
        verdict = finding.verdict
        if quiet and verdict.level is Level.OK:
            continue
        level = click.style(f"{verdict.level:<12}", fg=COLORS[verdict.level])
        do = f" → {verdict.do}" if verdict.do else ""
        click.echo(f"{level}{finding.group:<11}{finding.check:<30} {verdict.says}{do}")
    return seen


def _row(finding: Finding) -> dict[str, str]:
    verdict = finding.verdict
    return {
        "group": finding.group,
        "check": finding.check,
        "level": verdict.level,
        "says": verdict.says,
        "do": verdict.do,
    }
