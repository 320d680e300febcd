"""The options that make a plan, and the plan they make."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from jamakan.broadcasts import drafting
from jamakan.broadcasts.spreadsheet import Recipients
from jamakan.core import Core
from jamakan.prices import MICROS
from jamakan.programme.audience import Audience
from jamakan.programme.broadcasts import BroadcastError
from jamakan.programme.plan import KINDS, Plan

SHEET = click.Path(exists=True, dir_okay=False, path_type=Path)
MOMENT = click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"])

# Option → key of the audience. All of them may be given several times: any value will do.
CONDITIONS = {
    "--registration": "registration",
    "--region": "region",
    "--sex": "sex",
    "--age": "age",
    "--group": "group",
    "--displacement": "displacement",
    "--language": "language",
    "--answered": "answered",
    "--not-answered": "not_answered",
}
ANSWER = "--answer feedback:satisfaction=5"

PLAN = (
    click.option("--text", help="The message in French, with {placeholders}. 'preview' names those it may hold."),
    click.option("--text-en", help="The same in English."),
    click.option("--text-in", multiple=True, metavar="LANGUAGE=TEXT", help="The same in another language."),
    click.option("--kind", type=click.Choice(KINDS), help="By default an invitation."),
    click.option("--name", help="What you call it."),
    click.option("--activity", help="To those registered for this activity, by default those with a seat."),
    *(click.option(option, key, multiple=True) for option, key in CONDITIONS.items()),
    click.option("--answer", multiple=True, metavar="FLOW:STEP=ANSWER", help=f"To those who said so, as in {ANSWER}"),
    click.option("--everybody", is_flag=True, help="To all who ever registered."),
    click.option("--sheet", type=SHEET, help="To the numbers of this spreadsheet (.xlsx or CSV)."),
    click.option("--about", help="The activity it speaks of, by default that of --activity."),
    click.option("--survey", help="The survey it invites to: a follow-up may ask those again who do not begin it."),
    click.option("--at", type=MOMENT, help="Not before then, as in '2026-12-01 09:00'."),
    click.option("--expires", type=MOMENT, help="Worth nothing from then on."),
    click.option("--from", "sends_from", help="Hours of the day, within the house's, as in 09:00."),
    click.option("--until", "sends_until", help="The same, its end."),
    click.option("--channel", help="By this channel, and not by the one each line was last heard on."),
    click.option("--fallback", help="The channel for numbers that the first one cannot route to."),
    click.option("--cap", type=click.FloatRange(min=0, min_open=True), help="The most it may cost, in FCFA."),
)
SIMPLE = ("kind", "name", "survey", "sends_from", "sends_until", "channel", "fallback")


def plan_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add them to a command."""
    for option in reversed(PLAN):
        command = option(command)
    return command


def plan_of(core: Core, given: Mapping[str, Any], before: Plan | None = None) -> tuple[Plan, Recipients | None]:
    """The plan that options make, what is not said as in the one before. Raises BroadcastError."""
    texts = {**(before.texts if before else {}), **_texts(given)}
    sheet = drafting.read_sheet(core, texts, given["sheet"].read_bytes()) if given["sheet"] else None
    audience = sheet.audience if sheet else _audience(given, before)
    starts_at = _moment(core, given["at"]) or (before.starts_at if before else datetime.now(UTC))
    about = _either(given["about"], before.activity if before else None, audience.activity)
    expires_at = _moment(core, given["expires"]) or (before and before.expires_at)
    plan = Plan(
        kind=before.kind if before else KINDS[1],
        texts=texts,
        audience=audience,
        activity=about,
        starts_at=starts_at,
        expires_at=expires_at or drafting.expiry(core, about, starts_at),
    )
    said = {name: given[name] for name in SIMPLE if given[name] is not None}
    kept = {name: getattr(before, name) for name in (*SIMPLE, "cap_micros")} if before else {}
    if given["cap"] is not None:
        said["cap_micros"] = round(given["cap"] * MICROS)
    return replace(plan, **{**kept, **said}), sheet


def _texts(given: Mapping[str, Any]) -> dict[str, str]:
    texts = {"fr": given["text"], "en": given["text_en"]}
    for pair in given["text_in"]:
        language, _, text = pair.partition("=")
        texts[language.strip()] = text.strip()
    return {language: text for language, text in texts.items() if text is not None}


def _audience(given: Mapping[str, Any], before: Plan | None) -> Audience:
    said = {key: list(given[key]) for key in CONDITIONS.values()}
    answers: dict[str, list[str]] = {}
    for pair in given["answer"]:
        question, equals, answer = pair.partition("=")
        if not equals:
            raise BroadcastError(f"{pair!r} says no answer: write it as {ANSWER}")
        answers.setdefault(question.strip(), []).append(answer.strip())
    whole = said | {"answers": answers, "activity": given["activity"], "everybody": given["everybody"]}
    if before and not any(whole.values()):
        return before.audience
    return Audience.from_json(whole)


def _moment(core: Core, naive: datetime | None) -> datetime | None:
    """What somebody typed, in the house's zone."""
    return naive.replace(tzinfo=core.settings.zone).astimezone(UTC) if naive else None


def _either(*words: str | None) -> str:
    return next((word for word in words if word), "")
