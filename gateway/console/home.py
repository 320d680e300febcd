"""Home: the programme at a glance, and what waits for a person."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from redis.exceptions import RedisError

from flows.steps import words
from gateway.console import waiting
from gateway.console.chapters import chapters, latest_days
from gateway.console.current import core, today, visitor
from gateway.console.gate import needs
from gateway.console.words import language
from jamakan import balances
from jamakan.balances import Known
from jamakan.conversation.play import NAVIGATION
from jamakan.house_rules.model import HouseRules
from jamakan.house_rules.reading import in_force
from jamakan.staff.roles import May
from jamakan.store import attention, spending, survey_counts, surveys
from jamakan.store.accountability import attention as promises
from jamakan.store.attention import Attention
from jamakan.store.spending import TOTAL, Cost

pages = Blueprint("home", __name__)

WEEK = 7


@dataclass(frozen=True, slots=True)
class OpenSurvey:
    """A survey people may answer now: how many began it, and how many of them came to its end."""

    flow: str
    title: str
    begun: int
    completed: int


@dataclass(frozen=True, slots=True)
class Traffic:
    """SMS of today, and what the month cost against its cap, in millionths of XOF; None: there is no cap."""

    sent: int
    received: int
    spent: int
    cap: int | None


@pages.get("/")
@needs(May.VIEW)
def index() -> ResponseReturnValue:
    """The page."""
    rules = in_force(core())
    with core().db.read() as connection:
        within = timedelta(hours=rules.case_read_hours)
        found = attention.look(connection, visitor().account.id, datetime.now(UTC), within)
        owed = promises.look(connection, today())
    series, days = chapters(), latest_days()
    return render_template(
        "home.html",
        current=series[0] if series else None,
        before=series[1:],
        days=days,
        week=sum(day.people for day in days[-WEEK:]),
        lines=waiting.lines(found, owed, _low_balances(rules)),
        surveys=_surveys(),
        traffic=_traffic(found, rules),
    )


def _surveys() -> list[OpenSurvey]:
    """Those staff published and that are open, the latest first, then those of the house that anybody began."""
    book = core().book
    ours = {name: book.current(name).title for name in book.names if name not in NAVIGATION}
    with core().db.read() as connection:
        published = {one.flow: one.title for one in surveys.published(connection) if one.state == surveys.OPEN}
        standing = survey_counts.standing(connection, [*published, *ours])
    begun = {flow: title for flow, title in ours.items() if standing[flow].begun}
    return [
        OpenSurvey(flow, words(title, language()), standing[flow].begun, standing[flow].completed)
        for flow, title in (*reversed(published.items()), *begun.items())
    ]


def _traffic(found: Attention, rules: HouseRules) -> Traffic:
    now, zone = datetime.now(UTC), core().settings.zone
    with core().db.read() as connection:
        month = spending.by_channel(connection, spending.month(now, zone))
        day = spending.by_channel(connection, today().isoformat())
    sent, spent = day.get(TOTAL, Cost()).messages, month.get(TOTAL, Cost()).micros
    return Traffic(sent, found.received, spent, rules.cap_micros)


def _low_balances(rules: HouseRules) -> dict[str, Known]:
    """Nothing while Redis is away: the page has more to tell."""
    try:
        return balances.low(balances.known(core()), rules)
    except RedisError:
        return {}
