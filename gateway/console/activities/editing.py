"""The form that makes or changes an activity."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console import facts
from gateway.console.activities.calendar import EARLIEST, LATEST
from gateway.console.activities.finding import Found, activity_or_404
from gateway.console.current import core, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.words import gettext, ngettext
from jamakan import planning
from jamakan.planning import SeatsTaken
from jamakan.programme.activities import MONTH, Activity
from jamakan.programme.regions import REGIONS
from jamakan.staff.roles import May
from jamakan.store import plans
from jamakan.store.activities import all_series
from jamakan.store.plans import Plan, Quota

pages = Blueprint("editing", __name__)

MOST_SEATS = 5000
LONGEST_DAYS = 31
QUOTAS = (("sex", "female"), ("group", "youth"), ("displacement", "displaced"), ("pvh", "yes"))


@pages.get("/new")
@needs(May.ACTIVITIES)
def new() -> ResponseReturnValue:
    """An empty form."""
    return _page(Form({"starts": "09:00", "ends": "16:00", "seats": "60", "target": "60"}), None)


@pages.post("/new")
@needs(May.ACTIVITIES)
def add() -> ResponseReturnValue:
    """A new activity, or the form again."""
    form = Form(request.form)
    plan, quotas = _plan(form, core().settings.zone), _quotas(form)
    series = form.choice("series", [str(number) for number in _series()])
    if form.problems:
        return _page(form, None), 422
    slug = planning.add(core(), visitor().account.id, int(series), plan, quotas)
    flash(gettext("L’activité est enregistrée. On peut s’y inscrire dès maintenant."))
    return redirect(url_for("console.activities.showing.show", slug=slug), 303)


@pages.get("/<slug>/edit")
@needs(May.ACTIVITIES)
def edit(slug: str) -> ResponseReturnValue:
    """The form, filled."""
    found = activity_or_404(slug)
    with core().db.read() as connection:
        quotas = plans.quotas(connection, found.id)
    return _page(Form(_typed(found.activity, quotas)), found)


@pages.post("/<slug>/edit")
@needs(May.ACTIVITIES)
def change(slug: str) -> ResponseReturnValue:
    """The changed activity, or the form again."""
    found, form = activity_or_404(slug), Form(request.form)
    plan, quotas = _plan(form, core().settings.zone), _quotas(form)
    if form.value("seen") != seen(found.activity):
        form.problems["seen"] = gettext("Quelqu’un a modifié cette activité entre-temps : voyez ce qui a changé.")
    if form.problems:
        return _page(form, found), 422
    try:
        changed = planning.change(core(), visitor().account.id, found.id, plan, quotas)
    except SeatsTaken as error:
        words = gettext("%(taken)d personnes ont déjà une place : annulez-en d’abord.")
        form.problems["seats"] = words % {"taken": error.taken}
        return _page(form, found), 422
    flash(gettext("Les changements sont enregistrés."))
    if changed.promoted:
        words = ngettext(
            "%(n)d personne de la liste d’attente a maintenant une place.",
            "%(n)d personnes de la liste d’attente ont maintenant une place.",
            changed.promoted,
        )
        flash(words % {"n": changed.promoted})
    tell = "yes" if changed.moved and found.activity.seats_taken else None
    return redirect(url_for("console.activities.showing.show", slug=slug, moved=tell), 303)


def seen(activity: Activity) -> str:
    """What the form was filled with, in short: it differs when somebody else saved since."""
    facts_of_it = (activity.place, activity.region, activity.starts_at, activity.ends_at, activity.seats)
    return core().settings.vault.ref("activity seen", repr((*facts_of_it, activity.target, activity.note)))


def _page(form: Form, found: Found | None) -> str:
    return render_template(
        "activities/edit.html",
        form=form,
        found=found,
        seen=seen(found.activity) if found else "",
        regions={slug: region.name for slug, region in REGIONS.items()},
        series={str(number): title for number, title in _series().items()},
        quotas=[(f"{fact}-{value}", facts.label(fact, value)) for fact, value in QUOTAS],
    )


def _series() -> dict[int, str]:
    with core().db.read() as connection:
        known = all_series(connection)
    return {one.id: one.title for one in known}


def _plan(form: Form, zone: ZoneInfo) -> Plan:
    """What was typed, checked. With problems it is of no use."""
    first, last = form.day("first"), form.day("last")
    starts, ends = form.clock("starts"), form.clock("ends")
    if "first" not in form.problems and "last" not in form.problems:
        _check_days(form, first, last)
    if first == last and starts >= ends and not {"starts", "ends"} & form.problems.keys():
        form.problems["ends"] = gettext("La fin est avant le début.")
    return Plan(
        region=form.choice("region", REGIONS),
        place=form.text("place", most=60).replace("\n", " "),
        starts_at=datetime.combine(first, starts, zone),
        ends_at=datetime.combine(last, ends, zone),
        seats=form.integer("seats", 1, MOST_SEATS),
        target=form.integer("target", 0, MOST_SEATS),
        note=form.text("note", most=500, needed=False),
    )


def _check_days(form: Form, first: date, last: date) -> None:
    if not EARLIEST <= first.year <= LATEST:
        form.problems["first"] = gettext("Cette année n’est pas possible.")
    elif last < first:
        form.problems["last"] = gettext("Le dernier jour est avant le premier.")
    elif (last - first).days >= LONGEST_DAYS:
        form.problems["last"] = gettext("Une activité dure au plus %(days)d jours.") % {"days": LONGEST_DAYS}


def _quotas(form: Form) -> plans.Quotas:
    quotas = {
        (fact, value): Quota(
            people=form.integer(f"quota-{fact}-{value}", 0, MOST_SEATS),
            reserved=form.integer(f"kept-{fact}-{value}", 0, MOST_SEATS),
        )
        for fact, value in QUOTAS
    }
    if "seats" not in form.problems and sum(one.reserved for one in quotas.values()) > int(form.value("seats")):
        form.problems["seats"] = gettext("Il y a plus de places gardées que de places.")
    return quotas


def _typed(activity: Activity, quotas: plans.Quotas) -> dict[str, str]:
    """An activity as somebody would have typed it. One of which only the month is known has no days yet."""
    zone = core().settings.zone
    starts, ends = activity.starts_at.astimezone(zone), activity.ends_at.astimezone(zone)
    vague = activity.precision == MONTH
    return {
        "region": activity.region,
        "place": activity.place,
        "first": "" if vague else starts.date().isoformat(),
        "last": "" if vague else ends.date().isoformat(),
        "starts": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "seats": str(activity.seats),
        "target": str(activity.target),
        "note": activity.note,
        **_typed_quotas({kind: quotas.get(kind, Quota()) for kind in QUOTAS}),
    }


def _typed_quotas(quotas: plans.Quotas) -> dict[str, str]:
    typed = {f"quota-{fact}-{value}": quota.people for (fact, value), quota in quotas.items()}
    typed |= {f"kept-{fact}-{value}": quota.reserved for (fact, value), quota in quotas.items()}
    return {field: str(number or "") for field, number in typed.items()}
