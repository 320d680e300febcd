"""Recipients from a spreadsheet: all its problems on one page, by row, and room to send it again beside them."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console import sheets as _taught  # noqa: F401  # the French of what is wrong with a spreadsheet
from gateway.console.current import core
from gateway.console.forms import Form
from gateway.console.gate import needs, takes
from gateway.console.reminders.addressing import page, waiting
from gateway.console.reminders.finding import me, reminder_or_404
from gateway.console.saying import say
from gateway.console.words import gettext
from jamakan.broadcasts import drafting
from jamakan.broadcasts.arriving import keep, name, renewed
from jamakan.programme.audience import Audience
from jamakan.programme.broadcasts import BroadcastError, Changed
from jamakan.spreadsheets import arriving
from jamakan.spreadsheets.problems import SpreadsheetError
from jamakan.staff.roles import May

pages = Blueprint("sheets", __name__)

MOST_BYTES = 20_500_000  # of a form: a spreadsheet of 20 MB, and what is around it


@pages.post("/<int:number>/audience/sheet")
@needs(May.WRITE)
@takes(MOST_BYTES)
def upload(number: int) -> ResponseReturnValue:
    """Take the lines of a spreadsheet for the audience, or say everything that is wrong with it."""
    found, form = reminder_or_404(number), Form(request.form)
    plan, seen = found.broadcast.plan, form.integer("seen", 0, 999_999_999)
    file = request.files.get("sheet")
    if file is None or not file.filename:
        form.problems["sheet"] = gettext("Choisissez un fichier.")
        return page(found, plan.audience, form), 422
    data = file.read()
    if len(data) > arriving.SHORT:
        keep(core(), number, data, by=me(), seen=seen)
        return redirect(url_for("console.reminders.addressing.audience", number=number), 303)
    try:
        sheet = drafting.read_sheet(core(), plan.texts, data)
        plan = replace(plan, audience=sheet.audience)
        drafting.edit(core(), number, renewed(core(), plan), by=me(), sheet=sheet, seen=seen)
    except SpreadsheetError as error:
        return page(found, found.broadcast.plan.audience, form, problems=error.problems), 422
    except Changed:
        form.problems["seen"] = gettext("Quelqu’un a modifié ce rappel entre-temps : vérifiez, puis enregistrez.")
        return page(reminder_or_404(number), found.broadcast.plan.audience, form), 422
    except BroadcastError as error:
        form.problems |= {f"form-{place}": say(reason) for place, reason in enumerate(error.reasons)}
        return page(found, found.broadcast.plan.audience, form), 422
    arriving.forget(core(), name(number))
    if sheet.merged:
        fresh = reminder_or_404(number)
        return page(fresh, fresh.broadcast.plan.audience, Form({}), merged=sheet.merged)
    flash(gettext("Le tableau est enregistré."))
    return redirect(url_for("console.reminders.showing.show", number=number), 303)


@pages.get("/<int:number>/audience/sheet")
@needs(May.WRITE)
def arrived(number: int) -> ResponseReturnValue:
    """Whether a long spreadsheet is read by now, for the page to ask again until it is."""
    reminder_or_404(number)
    arrival = arriving.known(core(), name(number))
    if arrival is None or arrival.over:
        return "", 200, {"HX-Refresh": "true"}
    arriving.ask(core(), name(number))
    return render_template("sheet_reading.html", **waiting(number))


@pages.post("/<int:number>/audience/sheet/remove")
@needs(May.WRITE)
def remove(number: int) -> ResponseReturnValue:
    """Put the spreadsheet away: the text may then name other columns."""
    found, form = reminder_or_404(number), Form(request.form)
    plan = renewed(core(), replace(found.broadcast.plan, audience=Audience(nobody=True)))
    try:
        drafting.edit(core(), number, plan, by=me(), seen=form.integer("seen", 0, 999_999_999))
    except BroadcastError as error:
        flash(" ".join(map(say, error.reasons)), "problem")
    else:
        arriving.forget(core(), name(number))
    return redirect(url_for("console.reminders.addressing.audience", number=number), 303)
