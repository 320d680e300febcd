"""One person at one activity: the number to call, and their seat."""

from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console.activities.finding import Found, activity_or_404, attendee_or_404
from gateway.console.current import core, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.words import gettext, mark
from jamakan import planning
from jamakan.planning import REASONS
from jamakan.staff.roles import May
from jamakan.store.attendance import Attendee
from jamakan.store.staff import trail

pages = Blueprint("people", __name__)

REASON_WORDS = {
    "asked": mark("La personne l’a demandé"),
    "duplicate": mark("Inscrite deux fois"),
    "mistake": mark("Erreur de saisie"),
    "absent": mark("Injoignable ou empêchée"),
    "organisation": mark("Décision de l’organisation"),
}


@pages.get("/<slug>/people/<int:registration>")
@needs(May.NAMES)
def person(slug: str, registration: int) -> ResponseReturnValue:
    """What is known, and what may be done."""
    found = activity_or_404(slug)
    return _page(found, attendee_or_404(found, registration), Form({}))


@pages.post("/<slug>/people/<int:registration>/number")
@needs(May.NUMBERS)
def number(slug: str, registration: int) -> ResponseReturnValue:
    """The whole number. Who looked is noted."""
    found = activity_or_404(slug)
    attendee = attendee_or_404(found, registration)
    now, vault = datetime.now(UTC), core().settings.vault
    with core().db.begin() as connection:
        trail.append(connection, vault, now, visitor().account.id, "number.read", f"registration:{registration}")
    return _page(found, attendee, Form({}), whole=True)


@pages.post("/<slug>/people/<int:registration>/cancel")
@needs(May.ACTIVITIES)
def cancel(slug: str, registration: int) -> ResponseReturnValue:
    """Take back the seat, or the place on the waiting list."""
    done = gettext("La place est rendue. La personne est prévenue par SMS, la liste d’attente avance.")
    return _act(slug, registration, planning.cancel, done)


@pages.post("/<slug>/people/<int:registration>/promote")
@needs(May.ACTIVITIES)
def promote(slug: str, registration: int) -> ResponseReturnValue:
    """Give a free seat before the others who wait."""
    done = gettext("La personne a une place. Elle est prévenue par SMS.")
    return _act(slug, registration, planning.promote, done)


def _act(slug: str, registration: int, act: planning.SeatAct, done: str) -> ResponseReturnValue:
    found = activity_or_404(slug)
    attendee, form = attendee_or_404(found, registration), Form(request.form)
    reason = form.choice("reason", REASONS)
    if form.problems:
        return _page(found, attendee, form), 422
    if act(core(), visitor().account.id, attendee, reason):
        flash(done)
    else:
        flash(gettext("Rien n’a changé : la place n’est plus à prendre ou à rendre."), "problem")
    return redirect(url_for("console.activities.showing.show", slug=slug), 303)


def _page(found: Found, attendee: Attendee, form: Form, *, whole: bool = False) -> str:
    return render_template(
        "activities/person.html",
        found=found,
        activity=found.activity,
        attendee=attendee,
        form=form,
        whole=whole,
        reasons={reason: gettext(words) for reason, words in REASON_WORDS.items()},
        past=found.activity.starts_at <= datetime.now(UTC),
    )
