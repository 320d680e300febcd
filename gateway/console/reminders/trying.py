"""A test message to one's own phone."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console.current import core
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.reminders.finding import me, reminder_or_404
from gateway.console.reminders.showing import MOST_READ, page
from gateway.console.saying import say
from gateway.console.words import gettext
from jamakan.broadcasts import trying
from jamakan.broadcasts.trying import Trial
from jamakan.programme.broadcasts import BroadcastError
from jamakan.staff.roles import May

pages = Blueprint("trying", __name__)


@pages.post("/<int:number>/try")
@needs(May.WRITE)
def send(number: int) -> ResponseReturnValue:
    """Send what one recipient reads to this phone, once for each `place`."""
    found, form = reminder_or_404(number), Form(request.form)
    trial = Trial(
        form.integer("recipient", 1, MOST_READ),
        form.text("phone", 30),
        form.integer("place", 1, trying.MOST),
    )
    if form.problems:
        return page(found, form, None), 422
    try:
        trying.try_out(core(), found.broadcast, trial, by=me())
    except BroadcastError as error:
        form.problems["phone"] = say(error.reasons[0])
        return page(found, form, None), 422
    flash(gettext("Le message d’essai part dans un instant."))
    return redirect(url_for("console.reminders.showing.show", number=number, recipient=trial.number), 303)
