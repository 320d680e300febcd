"""A month of activities."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from gateway.console.current import core, today
from gateway.console.gate import needs
from jamakan.programme.activities import MONTH, Activity
from jamakan.staff.roles import May
from jamakan.store.activities import between

pages = Blueprint("calendar", __name__)

WEEKS = Calendar(firstweekday=0)
EARLIEST, LATEST = 2000, 2100


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the month's table."""

    day: date
    inside: bool
    activities: list[Activity]


@pages.get("/calendar")
@needs(May.VIEW)
def month() -> ResponseReturnValue:
    """The month of `?month=2026-11`, else this one."""
    first = _asked_for()
    weeks = WEEKS.monthdatescalendar(first.year, first.month)
    start, end = weeks[0][0], weeks[-1][-1] + timedelta(days=1)
    with core().db.read() as connection:
        found = between(connection, _midnight(start), _midnight(end))
    exact = [activity for activity in found if activity.precision != MONTH]
    return render_template(
        "activities/calendar.html",
        first=first,
        before=(first - timedelta(days=1)).replace(day=1),
        after=(first + timedelta(days=31)).replace(day=1),
        weeks=[[Cell(day, day.month == first.month, _on(exact, day)) for day in week] for week in weeks],
        vague=[activity for activity in found if activity.precision == MONTH and _same_month(activity, first)],
        nothing=not any(_same_month(activity, first) for activity in found),
    )


def _asked_for() -> date:
    try:
        asked = datetime.strptime(request.args.get("month", ""), "%Y-%m").replace(tzinfo=UTC).date()
    except ValueError:
        return today().replace(day=1)
    return asked if EARLIEST <= asked.year <= LATEST else today().replace(day=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, core().settings.zone)


def _on(activities: list[Activity], day: date) -> list[Activity]:
    return [activity for activity in activities if activity.first_day <= day <= activity.last_day]


def _same_month(activity: Activity, first: date) -> bool:
    return activity.first_day.replace(day=1) <= first <= activity.last_day
