"""Who came on every day: the list that certificates are written from, on paper and as a file."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, abort, render_template
from flask.typing import ResponseReturnValue

from gateway.console.activities.finding import Found, activity_or_404
from gateway.console.current import core, visitor
from gateway.console.gate import needs
from gateway.console.words import gettext, mark
from jamakan.exports.layout import FORMATS, XLSX
from jamakan.staff.roles import May
from jamakan.store import attendance
from jamakan.store.attendance import Attendee
from jamakan.store.staff import trail

pages = Blueprint("certificates", __name__)

TITLES = (mark("nom"), mark("code"), mark("activité"), mark("dates"), mark("jours"))
TYPES = {
    "csv": "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@pages.get("/<slug>/certificates")
@needs(May.NAMES)
def show(slug: str) -> ResponseReturnValue:
    """Those who came on every day, in the order of their names."""
    found = _with_days(slug)
    return render_template(
        "activities/certificates.html", found=found, activity=found.activity, people=_whole_time(found)
    )


@pages.post("/<slug>/certificates.<any(csv, xlsx):kind>")
@needs(May.EXPORT)
def download(slug: str, kind: str) -> ResponseReturnValue:
    """The same as a file. It is noted."""
    found = _with_days(slug)
    people, now = _whole_time(found), datetime.now(UTC)
    with core().db.begin() as connection:
        subject = f"activity:{slug}"
        by, deed = visitor().account.id, "activity.certificates"
        trail.append(connection, core().settings.vault, now, by, deed, subject, format=kind)
    titles = [gettext(title) for title in TITLES]
    body = b"".join(FORMATS[kind](titles, [_row(found, one) for one in people], core().settings.var))
    name = f"attestations-{slug}.{kind}"
    return Response(body, content_type=TYPES[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _with_days(slug: str) -> Found:
    found = activity_or_404(slug)
    if not found.days:
        abort(404)
    return found


def _whole_time(found: Found) -> list[Attendee]:
    with core().db.read() as connection:
        people = attendance.whole_time(connection, core().settings.vault, found.id, len(found.days))
    return sorted(people, key=lambda person: (person.name == "", person.name.casefold()))


def _row(found: Found, person: Attendee) -> Sequence[Any]:
    activity = found.activity
    dates = f"{activity.first_day:%d/%m/%Y} – {activity.last_day:%d/%m/%Y}"
    return (person.name, person.code, activity.place, dates, len(found.days))
