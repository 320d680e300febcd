"""The check-in list for the door: one tap a person, another one takes it back."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console.activities.finding import activity_or_404, attendee_or_404, with_day
from gateway.console.current import by_htmx, core, today, visitor
from gateway.console.gate import needs
from jamakan import planning
from jamakan.staff.roles import May
from jamakan.store import attendance
from jamakan.store.registrations import SEATED, WAITLISTED

pages = Blueprint("door", __name__)


@pages.get("/<slug>/door")
@needs(May.CHECK_IN)
def door(slug: str) -> ResponseReturnValue:
    """Today's list; before and after, the first day's."""
    found = activity_or_404(slug)
    number = (today() - found.activity.first_day).days + 1
    if not found.days:
        abort(404)
    return redirect(url_for(".day_list", slug=slug, day=number if number in found.days else 1), 303)


@pages.get("/<slug>/door/<int:day>")
@needs(May.CHECK_IN)
def day_list(slug: str, day: int) -> ResponseReturnValue:
    """Everybody expected on this day, and those who wait for a seat: they come, too."""
    found = with_day(slug, day)
    with core().db.read() as connection:
        expected = attendance.roll(connection, core().settings.vault, found.id, SEATED)
        waiting = attendance.roll(connection, core().settings.vault, found.id, (WAITLISTED,))
    expected.sort(key=lambda person: (person.name == "", person.name.casefold()))
    return render_template(
        "activities/door.html", found=found, activity=found.activity, day=day, expected=expected, waiting=waiting
    )


@pages.post("/<slug>/door/<int:day>/<int:registration>")
@needs(May.CHECK_IN)
def tap(slug: str, day: int, registration: int) -> ResponseReturnValue:
    """They came (`came=1`), or it was a slip (`came=0`): told twice it is the same."""
    found = with_day(slug, day)
    attendee = attendee_or_404(found, registration)
    came = request.form.get("came") == "1"
    planning.check_in(core(), visitor().account.id, found.id, attendee, day, came=came)
    if not by_htmx():
        return redirect(url_for(".day_list", slug=slug, day=day, _anchor=f"r{registration}"), 303)
    fresh = activity_or_404(slug)
    return render_template(
        "activities/door_row.html",
        found=fresh,
        activity=fresh.activity,
        day=day,
        person=attendee_or_404(fresh, registration),
        swapped=True,
    )
