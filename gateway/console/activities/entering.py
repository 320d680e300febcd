"""The form by which staff enter somebody who stands before them."""

import uuid
from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console import facts
from gateway.console.activities.finding import Found, activity_or_404
from gateway.console.current import core, today, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.saying import say
from gateway.console.words import gettext
from jamakan.people.entering import Entered, enter
from jamakan.phones import PhoneError, e164
from jamakan.programme.regions import REGIONS
from jamakan.staff.roles import May

pages = Blueprint("entering", __name__)

LONGEST_NAME = 80
ASKED = ("sex", "age", "region", "group", "displacement", "pvh")
TOO_YOUNG = "under_18"


@pages.get("/<slug>/enter")
@needs(May.ACTIVITIES)
def form(slug: str) -> ResponseReturnValue:
    """An empty form, with a mark of its own."""
    return _page(activity_or_404(slug), Form({"token": uuid.uuid4().hex}))


@pages.post("/<slug>/enter")
@needs(May.ACTIVITIES)
def add(slug: str) -> ResponseReturnValue:
    """The person entered, or the form again."""
    found, typed = activity_or_404(slug), Form(request.form)
    who = _entered(typed)
    here = _day(found) if typed.value("here") == "1" else None
    if typed.value("agreed") != "1":
        typed.problems["agreed"] = gettext("Sans l’accord de la personne, on ne garde rien.")
    if typed.problems:
        return _page(found, typed), 422
    if enter(core(), visitor().account.id, found.id, slug, who, here) is None:
        flash(gettext("Rien n’a changé : l’activité n’est plus là."), "problem")
    else:
        flash(gettext("La personne est inscrite."))
    return redirect(url_for("console.activities.showing.show", slug=slug), 303)


def _entered(typed: Form) -> Entered:
    options = _options()
    chosen = {fact: typed.choice(fact, ("", *options[fact][1])) for fact in ASKED}
    if chosen["age"] == TOO_YOUNG:
        typed.problems["age"] = gettext("Avant 18 ans, un parent ou tuteur doit donner son accord.")
    name = " ".join(typed.text("name", LONGEST_NAME, needed=False).split())
    if name and not any(letter.isalpha() for letter in name):
        typed.problems["name"] = gettext("Écrivez le nom en lettres.")
    token = typed.value("token")[:40]
    return Entered(token, name, _phone(typed), chosen, pvh=chosen.pop("pvh"))


def _phone(typed: Form) -> str:
    written = typed.value("phone").strip()
    if not written:
        return ""
    try:
        return e164(written, core().settings.country)
    except PhoneError as error:
        typed.problems["phone"] = say(error.reason)
        return ""


def _day(found: Found) -> int | None:
    """Which day of the activity today is."""
    number = (today() - found.activity.first_day).days + 1
    return number if number in found.days else None


def _options() -> dict[str, tuple[str, dict[str, str]]]:
    return {
        "sex": (gettext("Sexe"), {"female": gettext("Femme"), "male": gettext("Homme")}),
        "age": (gettext("Âge"), facts.values("age")),
        "region": (gettext("Région"), {slug: region.name for slug, region in REGIONS.items()}),
        "group": (gettext("Groupe"), facts.values("group")),
        "displacement": (gettext("Situation"), facts.values("displacement")),
        "pvh": (gettext("Se dit personne vivant avec un handicap"), {"yes": gettext("Oui"), "no": gettext("Non")}),
    }


def _page(found: Found, typed: Form) -> str:
    return render_template(
        "activities/enter.html",
        found=found,
        activity=found.activity,
        form=typed,
        options=_options(),
        day=_day(found),
        past=found.activity.ends_at <= datetime.now(UTC),
    )
