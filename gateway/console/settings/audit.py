"""The trail of what was done, and whether it is whole."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console.current import core
from gateway.console.gate import needs
from gateway.console.words import gettext
from jamakan.staff import audit
from jamakan.staff.roles import May
from jamakan.store.staff import accounts as rows
from jamakan.store.staff import trail

pages = Blueprint("audit", __name__)

TRAIL_PAGE = 50


@pages.get("/audit")
@needs(May.AUDIT)
def trail_page() -> ResponseReturnValue:
    """The trail, newest first, a page at a time."""
    before = request.args.get("before", type=int)
    with core().db.read() as connection:
        entries = trail.latest(connection, before, TRAIL_PAGE + 1)
        names = rows.names(connection, core().settings.vault, {entry.account_id for entry in entries})
    more = len(entries) > TRAIL_PAGE
    return render_template("settings/audit.html", entries=entries[:TRAIL_PAGE], names=names, more=more)


@pages.post("/audit/verify")
@needs(May.AUDIT)
def verify() -> ResponseReturnValue:
    """Check the whole trail now."""
    with core().db.read() as connection:
        verdict = audit.verify(core().settings.vault, trail.entries(connection))
    if verdict.broken:
        flash(gettext("L’inscription n° %(n)d a été modifiée : prévenez un responsable.") % {"n": verdict.broken})
    else:
        words = gettext("Le journal est intact : %(n)d inscriptions, empreinte %(head)s.")
        flash(words % {"n": verdict.entries, "head": verdict.head})
    return redirect(url_for(".trail_page"), 303)
