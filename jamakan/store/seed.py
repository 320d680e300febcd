"""The Mali programme: the series held at the end of 2025, and a coming one to register for.

Facts of the past series are those the press gave: 360 people targeted, 288 reached, six places, and the exact days
of Bamako only. The coming one is made up for demonstrations, dated from the day it is first seeded.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection

from jamakan.programme.activities import MONTH, ZONE
from jamakan.programme.regions import region_name
from jamakan.store.database import Database, insert
from jamakan.store.models import Activity, Series

SEATS = 60  # a place; six of them make the 360 of the target
REACHED = 48  # a place: 288 spread evenly over six, because figures by place were not published
DAY = "day"
OPENS, CLOSES = time(9), time(16)

PAST = "citoyennete-active-2025"
PAST_NOTE = "288 personnes atteintes sur 360 (presse). Chiffres par session non publiés : répartis également."
COMING = "citoyennete-active-prochaine"
COMING_NOTE = "Série de démonstration : dates et lieux fictifs."

PAST_MONTHS = (
    ("kayes", 2025, 11),
    ("mopti", 2025, 11),
    ("gao", 2025, 11),
    ("sikasso", 2025, 12),
    ("segou", 2025, 12),
)
PAST_DAYS = (("bamako", date(2025, 12, 17), date(2025, 12, 18), "FEMAPH, Bamako"),)
COMING_PLACES = {
    "kayes": "Maison des jeunes, Kayes",
    "mopti": "Maison de la femme, Mopti",
    "gao": "Maison des jeunes, Gao",
    "sikasso": "Centre culturel, Sikasso",
    "segou": "Maison de la femme, Ségou",
    "bamako": "FEMAPH, Bamako",
}
FIRST_IN = 3  # days: near enough for a reminder to make sense
EVERY = 4  # days from one activity to the next


def seed(db: Database, today: date) -> bool:
    """Put the programme in. What is there already stays as it is, dates included. True when something was added."""
    with db.begin(lock="seed") as connection:
        past = _series(connection, PAST, "Citoyenneté active, 2025", PAST_NOTE, reached=REACHED * 6)
        if past is not None:
            _add(connection, past, _past())
        coming = _series(connection, COMING, "Citoyenneté active, prochaine série", COMING_NOTE, reached=None)
        if coming is not None:
            _add(connection, coming, _coming(today))
    return past is not None or coming is not None


def _series(connection: Connection, slug: str, title: str, note: str, reached: int | None) -> int | None:
    """The id of a series just made, None when it was there."""
    row = {"slug": slug, "title": title, "target": SEATS * 6, "reached": reached, "note": note}
    statement = insert(connection, Series).on_conflict_do_nothing(index_elements=["slug"]).returning(Series.id)
    return connection.execute(statement, row).scalar_one_or_none()


def _add(connection: Connection, series_id: int, rows: Iterator[dict[str, Any]]) -> None:
    connection.execute(insert(connection, Activity), [row | {"series_id": series_id} for row in rows])


def _past() -> Iterator[dict[str, Any]]:
    held = {"reached": REACHED, "note": PAST_NOTE}
    for region, year, month in PAST_MONTHS:
        first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
        row = _activity(f"{region}-{first:%Y-%m}", region, region_name(region), first, last)
        yield row | held | {"precision": MONTH}
    for region, first, last, place in PAST_DAYS:
        yield _activity(f"{region}-{first}", region, place, first, last) | held


def _coming(today: date) -> Iterator[dict[str, Any]]:
    for number, (region, place) in enumerate(COMING_PLACES.items()):
        first = today + timedelta(days=FIRST_IN + EVERY * number)
        yield _activity(f"{region}-{first}", region, place, first, first + timedelta(days=1))


def _activity(slug: str, region: str, place: str, first: date, last: date) -> dict[str, Any]:
    return {
        "slug": slug,
        "region": region,
        "place": place,
        "starts_at": datetime.combine(first, OPENS, ZONE),
        "ends_at": datetime.combine(last, CLOSES, ZONE),
        "precision": DAY,
        "seats": SEATS,
        "target": SEATS,
        "reached": None,
        "note": "",
    }
