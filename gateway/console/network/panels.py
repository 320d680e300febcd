"""A panel: made, shown with its waves, paused and taken up again."""

from datetime import UTC, datetime
from secrets import token_hex

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console import facts
from gateway.console.current import core, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.reminders.finding import me
from gateway.console.words import gettext, language, mark
from jamakan.network import deciding
from jamakan.network.waves import A_QUARTER, CLOSED
from jamakan.programme.regions import REGIONS, region_name
from jamakan.staff.roles import May
from jamakan.store import surveys
from jamakan.store.network import panels as rows
from jamakan.store.network.panels import Kept, Terms

pages = Blueprint("panels", __name__, url_prefix="/panels")

MOST = 5000
EVERY = {  # days between two waves
    "7": mark("chaque semaine"),
    "14": mark("toutes les deux semaines"),
    "28": mark("toutes les quatre semaines"),
    "91": mark("chaque trimestre"),
    "182": mark("deux fois par an"),
}
REASONS = {CLOSED: mark("Son enquête n’est pas ouverte.")}
DONE = {
    "paused": mark("Le panel est en pause : plus aucune vague ne part."),
    "active": mark("Le panel a repris."),
}


@pages.get("/new")
@needs(May.WRITE)
def new() -> ResponseReturnValue:
    """The form."""
    return _form(Form({"every": "28", "most": "100", "token": token_hex(16)}))


@pages.post("")
@needs(May.WRITE)
def add() -> ResponseReturnValue:
    """Kept, or the form again. Its first wave leaves at the clock's next look, within the hours."""
    form = Form(request.form)
    terms = Terms(
        name=form.text("name", 80),
        survey=form.choice("survey", _surveys()),
        every_days=int(form.choice("every", EVERY) or 0) if form.value("every") in EVERY else 0,
        most=form.integer("most", 1, MOST),
        **{fact: form.value(fact) if form.value(fact) in values else "" for fact, values in _facts().items()},
    )
    form.choice("every", EVERY)
    token = form.value("token")
    if form.problems or len(token) != 32:
        return _form(form), 422
    now = datetime.now(UTC)
    number = deciding.add(core(), token, terms, visitor().account.id, me(), now)
    if number is None:
        return redirect(url_for("console.network.showing.index"), 303)
    flash(gettext("Le panel est enregistré."))
    return redirect(url_for(".show", panel=number), 303)


@pages.get("/<int:panel>")
@needs(May.VIEW)
def show(panel: int) -> ResponseReturnValue:
    """A panel, its next wave and the past ones."""
    kept = _found(panel)
    with core().db.read() as connection:
        waves = rows.waves(connection, kept)
        able = len(rows.eligible(connection, kept, A_QUARTER, datetime.now(UTC)))
    return render_template(
        "network/panel.html",
        panel=kept,
        waves=waves,
        able=able,
        every=every(kept.terms.every_days),
        reason=gettext(REASONS[kept.reason]) if kept.reason in REASONS else "",
        survey=_surveys().get(kept.terms.survey, kept.terms.survey),
        chosen=[words for fact, words in _chosen(kept.terms)],
    )


@pages.post("/<int:panel>/state")
@needs(May.WRITE)
def move(panel: int) -> ResponseReturnValue:
    """Pause it, or have it go on."""
    kept, to = _found(panel), request.form.get("to", "")
    if to not in DONE:
        abort(400)
    if deciding.move(core(), kept.id, to, visitor().account.id, datetime.now(UTC)):
        flash(gettext(DONE[to]))
    else:
        flash(gettext("Rien n’a changé : quelqu’un a décidé avant vous."), "problem")
    return redirect(url_for(".show", panel=panel), 303)


def every(days: int) -> str:
    """How often, in words."""
    return gettext(EVERY[str(days)]) if str(days) in EVERY else gettext("tous les %(n)s jours") % {"n": days}


def _form(form: Form) -> str:
    return render_template(
        "network/new.html",
        form=form,
        surveys=_surveys(),
        every={days: gettext(words) for days, words in EVERY.items()},
        facts=_facts(),
    )


def _facts() -> dict[str, dict[str, str]]:
    return {
        "region": {slug: region_name(slug) for slug in REGIONS},
        "sex": facts.values("sex"),
        "age": facts.values("age"),
    }


def _chosen(terms: Terms) -> list[tuple[str, str]]:
    known = _facts()
    return [(fact, known[fact].get(value, value)) for fact in known if (value := getattr(terms, fact))]


def _surveys() -> dict[str, str]:
    with core().db.read() as connection:
        found = surveys.published(connection)
    return {
        survey.flow: survey.title.get(language()) or survey.title.get("fr", survey.flow)
        for survey in found
        if survey.state == surveys.OPEN
    }


def _found(panel: int) -> Kept:
    with core().db.read() as connection:
        kept = rows.find(connection, panel)
    if kept is None:
        abort(404)
    return kept
