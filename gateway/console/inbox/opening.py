"""A message becomes a case, or goes into one that there is."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console.current import core, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.inbox import describing
from gateway.console.inbox.finding import case_or_404, item_as_seen, item_or_404
from gateway.console.inbox.naming import STALE
from gateway.console.words import gettext
from jamakan.inbox import Stale
from jamakan.inbox import cases as acts
from jamakan.programme.inbox import TO_CASE, possible
from jamakan.staff.roles import May
from jamakan.store.inbox import items
from jamakan.store.inbox.items import Item

pages = Blueprint("opening", __name__)


@pages.get("/messages/<int:item>/case")
@needs(May.WRITE)
def new(item: int) -> ResponseReturnValue:
    """The form of a new case."""
    found = item_or_404(item)
    if TO_CASE not in possible(found.state):
        return _where_it_is(found)
    return _page(found, Form({"version": str(found.version)}))


@pages.post("/messages/<int:item>/case")
@needs(May.WRITE)
def add(item: int) -> ResponseReturnValue:
    """A new case; sent twice it is the same."""
    found, form = item_or_404(item), Form(request.form)
    about = describing.about(form)
    if form.problems:
        return _page(found, form), 422
    others = request.form.getlist("other", type=int)
    try:
        number = acts.open_from(core(), item_as_seen(found, form), others, about, visitor().account.id)
    except Stale:
        return _where_it_is(item_or_404(item))
    flash(gettext("Le dossier n° %(number)d est ouvert.") % {"number": number})
    return redirect(url_for("console.inbox.cases.case", number=number), 303)


@pages.post("/messages/<int:item>/join/<int:number>")
@needs(May.WRITE)
def join(item: int, number: int) -> ResponseReturnValue:
    """Put it into a case of the same line."""
    found, case = item_or_404(item), case_or_404(number)
    if case.contact_id != found.contact_id:
        abort(404)
    try:
        acts.join(core(), item_as_seen(found, Form(request.form)), case, visitor().account.id)
    except Stale:
        return _where_it_is(item_or_404(item))
    flash(gettext("Le message est dans le dossier n° %(number)d.") % {"number": number})
    return redirect(url_for("console.inbox.cases.case", number=number), 303)


def _where_it_is(item: Item) -> ResponseReturnValue:
    """Somebody was quicker: to the case it is in, or to the message as it is now."""
    if item.case_id is not None:
        flash(gettext("Ce message est déjà dans le dossier n° %(number)d.") % {"number": item.case_id})
        return redirect(url_for("console.inbox.cases.case", number=item.case_id), 303)
    flash(gettext(STALE), "problem")
    return redirect(url_for("console.inbox.reading.message", item=item.id), 303)


def _page(item: Item, form: Form) -> str:
    with core().db.read() as connection:
        together = items.together(connection, core().settings.vault, item.contact_id)
    others = [one for one in together if one.id != item.id]
    return render_template("inbox/new_case.html", item=item, form=form, others=others, **describing.options())
