"""Pausing, reopening and closing a survey. A click that came too late changes nothing and says so."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console.current import core, visitor
from gateway.console.gate import needs
from gateway.console.surveys.finding import found_or_404
from gateway.console.words import gettext, mark
from jamakan import publishing
from jamakan.staff.roles import May

pages = Blueprint("deciding", __name__)

DONE = {
    "paused": mark("L’enquête est en pause. Qui l’a commencée peut finir ; aux autres, on dit de revenir plus tard."),
    "reopened": mark("L’enquête est de nouveau ouverte."),
    "closed": mark("L’enquête est fermée. Qui l’a commencée peut finir."),
}


@pages.post("/of/<flow>/state")
@needs(May.ACTIVITIES)
def move(flow: str) -> ResponseReturnValue:
    """Do what the button pressed says."""
    found, deed = found_or_404(flow), request.form.get("to", "")
    if deed not in DONE:
        abort(400)
    if publishing.move(core(), found.flow, deed, visitor().account.id):
        flash(gettext(DONE[deed]))
    else:
        flash(gettext("Rien n’a changé : quelqu’un a décidé avant vous."), "problem")
    return redirect(url_for("console.surveys.showing.show", flow=found.flow), 303)
