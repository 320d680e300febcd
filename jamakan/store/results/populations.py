"""All populations counted in one look, and the names of what they are split by."""

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from flows.catalog import load_library
from jamakan.figures.period import Period
from jamakan.programme import activities as wording
from jamakan.store import surveys as published
from jamakan.store.activities import all_activities
from jamakan.store.models import Series
from jamakan.store.results import messages, others, seats, surveys, tests
from jamakan.store.results.counting import Counts

LANGUAGES = ("fr", "en")
POPULATIONS: Mapping[str, Callable[[Connection, Period, ZoneInfo], Counts]] = {
    "seats": seats.counts,
    "messages": messages.counts,
    "campaigns": messages.campaigns,
    "invitations": surveys.invitations,
    "surveys": surveys.counts,
    "left": surveys.left,
    "satisfaction": surveys.satisfaction,
    "pairs": tests.counts,
    "cases": others.cases,
    "confidential": others.confidential,
    "loop": others.loop,
}


def count(connection: Connection, period: Period, zone: ZoneInfo, now: datetime) -> dict[str, Counts]:
    """Every population of this period."""
    found = {name: counted(connection, period, zone) for name, counted in POPULATIONS.items()}
    return found | {
        "activities": seats.reached(connection, period, zone, found["seats"]),
        "promises": others.promises(connection, now, zone),
    }


def names(connection: Connection) -> dict[str, dict[str, dict[str, str]]]:
    """What activities, series, campaigns and surveys are called, by language."""
    known = all_activities(connection)
    library = load_library()
    titles = {name: dict(library.flow(name).title) for name in library.names}
    titles |= {one.flow: dict(one.title) for one in published.published(connection)}
    return {
        "activity": {
            one.slug: {language: f"{wording.name(one)}, {wording.dates(one, language)}" for language in LANGUAGES}
            for one in known
        },
        "series": {
            row.slug: dict.fromkeys(LANGUAGES, row.title)
            for row in connection.execute(select(Series.slug, Series.title))
        },
        "campaign": {number: dict.fromkeys(LANGUAGES, name) for number, name in messages.names(connection).items()},
        "survey": titles,
    }
