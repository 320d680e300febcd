"""Opening the seats kept for a group to whoever waits."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from gateway.console.activities.finding import activity_or_404
from gateway.console.current import core, visitor
from gateway.console.gate import needs
from gateway.console.words import gettext, ngettext
from jamakan import planning
from jamakan.staff.roles import May

pages = Blueprint("releasing", __name__)


@pages.post("/<slug>/release")
@needs(May.ACTIVITIES)
def release(slug: str) -> ResponseReturnValue:
    """Keep nothing any more. A second click finds nothing kept."""
    found = activity_or_404(slug)
    promoted = planning.release(core(), visitor().account.id, found.id)
    if promoted is None:
        flash(gettext("Rien n’a changé : aucune place n’était gardée."), "problem")
    else:
        moved = ngettext(
            "Les places gardées sont ouvertes à tous. %(n)d personne qui attendait a une place.",
            "Les places gardées sont ouvertes à tous. %(n)d personnes qui attendaient ont une place.",
            promoted,
        )
        flash(moved % {"n": promoted})
    return redirect(url_for("console.activities.showing.show", slug=slug), 303)
