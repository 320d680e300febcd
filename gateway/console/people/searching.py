"""Somebody by number or name. What was typed travels in a form, never in an address that logs and histories keep."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console import sheets
from gateway.console.current import core
from gateway.console.gate import needs
from gateway.console.people.showing import sex
from jamakan.people.finding import Found, find
from jamakan.staff.roles import May

pages = Blueprint("searching", __name__)

MOST = 100  # characters that are looked up


@pages.post("/search")
@needs(May.NAMES)
def search() -> ResponseReturnValue:
    """The page of the only one it can be; else those it may be, or why nobody."""
    typed = request.form.get("who", "")[:MOST].strip()
    found = find(core(), typed) if typed else Found(())
    if len(found.people) == 1:
        return redirect(url_for("console.people.showing.person", participant=found.people[0].id), 303)
    if found.contact_id is not None:
        return redirect(url_for("console.people.showing.line", contact=found.contact_id), 303)
    why = sheets.say(found.wrong_number.reason) if found.wrong_number else ""
    return render_template("people/search.html", typed=typed, people=found.people, why=why, sex=sex)
