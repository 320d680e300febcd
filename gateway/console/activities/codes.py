"""The code of the day: one page to show or print in the room."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from gateway.console.activities.finding import with_day
from gateway.console.current import core, visitor
from gateway.console.gate import needs
from jamakan import planning
from jamakan.staff.roles import May
from jamakan.store import day_codes

pages = Blueprint("codes", __name__)


@pages.get("/<slug>/code/<int:day>")
@needs(May.CHECK_IN)
def show(slug: str, day: int) -> ResponseReturnValue:
    """The code of this day as large as the screen, or the button that makes it."""
    found = with_day(slug, day)
    with core().db.read() as connection:
        code = day_codes.of_day(connection, found.id, day)
    return render_template(
        "activities/code.html",
        found=found,
        activity=found.activity,
        day=day,
        code=code,
        short_code=core().settings.short_code,
        dial=_dialled(code) if code else "",
    )


@pages.post("/<slug>/code/<int:day>")
@needs(May.CHECK_IN)
def make(slug: str, day: int) -> ResponseReturnValue:
    """Make it. Asked for twice it is the same one."""
    found = with_day(slug, day)
    planning.make_code(core(), visitor().account.id, found.id, slug, day)
    return redirect(url_for(".show", slug=slug, day=day), 303)


def _dialled(code: str) -> str:
    """The service code with the code of the day after it: *384*12345*4721#."""
    return f"{core().settings.service_code.removesuffix('#')}*{code}#"
