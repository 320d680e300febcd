"""Screens that are not there yet: each says so, and what does its work until then."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from gateway.console.gate import needs
from gateway.console.words import gettext, mark
from jamakan.staff.roles import May

SCREENS = {
    "people": (mark("Personnes"), "python3 run.py activities"),
    "surveys": (mark("Enquêtes"), "python3 run.py flows"),
    "reminders": (mark("Rappels"), "python3 run.py remind"),
    "inbox": (mark("Boîte"), "python3 run.py inbox"),
}


def blueprints() -> list[Blueprint]:
    """One a screen, under the name its real pages will have."""
    return [_screen(name, title, command) for name, (title, command) in SCREENS.items()]


def _screen(name: str, title: str, command: str) -> Blueprint:
    pages = Blueprint(name, __name__, url_prefix=f"/{name}")

    @pages.get("")
    @needs(May.VIEW)
    def index() -> ResponseReturnValue:
        return render_template("later.html", title=gettext(title), command=command)

    return pages
