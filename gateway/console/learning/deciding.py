"""Giving an activity its test, and opening it by hand: before, after, by the dates, or not at all."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console.activities.finding import activity_or_404
from gateway.console.current import core, visitor
from gateway.console.gate import needs
from gateway.console.learning.naming import REFUSALS
from gateway.console.words import gettext, mark
from jamakan.learning import choosing
from jamakan.learning.choosing import CannotChoose
from jamakan.staff.roles import May

pages = Blueprint("deciding", __name__)

SAID = {
    "dates": mark("Le test suit les dates : entrée avant l’activité, sortie à partir de son dernier jour."),
    "before": mark("Le test d’entrée est ouvert."),
    "after": mark("Le test de sortie est ouvert. Les bonnes réponses sont données à qui le finit."),
    "closed": mark("Le test est fermé. Qui l’a commencé peut finir."),
}


@pages.post("/at/<slug>/test")
@needs(May.ACTIVITIES)
def choose(slug: str) -> ResponseReturnValue:
    """The test that was picked; none takes it away."""
    activity_or_404(slug)
    try:
        if choosing.choose(core(), slug, request.form.get("flow", ""), visitor().account.id):
            flash(
                gettext(
                    "C’est noté : les personnes inscrites y répondent en composant le code, ou par SMS avec TEST."
                )
            )
    except CannotChoose as error:
        flash(gettext(REFUSALS[error.reason]), "problem")
    return _back(slug)


@pages.post("/at/<slug>/opened")
@needs(May.CHECK_IN)
def open_(slug: str) -> ResponseReturnValue:
    """What the button pressed says."""
    activity_or_404(slug)
    opened = request.form.get("to", "")
    try:
        choosing.open_(core(), slug, opened, visitor().account.id)
        flash(gettext(SAID[opened]))
    except CannotChoose as error:
        flash(gettext(REFUSALS[error.reason]), "problem")
    return _back(slug)


def _back(slug: str) -> ResponseReturnValue:
    return redirect(url_for("console.activities.showing.show", slug=slug, _anchor="test"), 303)
