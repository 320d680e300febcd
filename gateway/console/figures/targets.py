"""What is aimed at, beside what is reached: targets that staff set, by indicator and place."""

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console.current import core, visitor
from gateway.console.figures.showing import themes
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.words import gettext, language
from jamakan.figures import words
from jamakan.figures.indicators import INDICATORS, PERCENT
from jamakan.programme.regions import REGIONS
from jamakan.staff.roles import May
from jamakan.store.results import keeping, populations
from jamakan.store.results.keeping import ACTIVITY, PROGRAMME, REGION, SERIES
from jamakan.store.staff import trail

MOST, MOST_PERCENT = 1_000_000, 100


@needs(May.VIEW)
def index() -> ResponseReturnValue:
    """The targets, and the form of one."""
    return _page(Form({}))


@needs(May.ACTIVITIES)
def change() -> ResponseReturnValue:
    """Set one target, or do without."""
    form = Form(request.form)
    key, place = form.choice("indicator", INDICATORS), form.choice("place", _places())
    none = not form.value("target").strip()
    most = MOST_PERCENT if key in INDICATORS and INDICATORS[key].unit == PERCENT else MOST
    target = None if none else form.integer("target", 1, most)
    if form.problems:
        return _page(form), 422
    scope, _, name = place.partition(":")
    now = datetime.now(UTC)
    with core().db.begin() as connection:
        changed = keeping.set_target(connection, (key, scope, name), target, visitor().account.id, now)
        if changed:
            subject = f"target:{key}"
            told = {"scope": scope, "place": name, "target": "" if target is None else target}
            trail.append(
                connection, core().settings.vault, now, visitor().account.id, "target.changed", subject, **told
            )
    flash(gettext("Objectif enregistré.") if changed else gettext("Rien n’a changé."))
    return redirect(url_for("console.figures.targets"), 303)


def _page(form: Form) -> str:
    with core().db.read() as connection:
        known = keeping.set_targets(connection)
    places = _places()
    titles = {key: one.title[language()] for key, one in INDICATORS.items()}
    units = {key: " %" if one.unit == PERCENT else "" for key, one in INDICATORS.items()}
    lines = [
        (titles[key], places[place], f"{target}{units[key]}")
        for (key, scope, name), target in sorted(known.items())
        if key in titles and (place := f"{scope}:{name}") in places
    ]
    return render_template(
        "figures/targets.html", form=form, titles=titles, places=places, lines=lines, themes=themes()
    )


def _places() -> dict[str, str]:
    """Every place a target may be of: "region:kayes"."""
    with core().db.read() as connection:
        names = populations.names(connection)
    found = {f"{PROGRAMME}:": gettext("Tout le programme")}
    found |= {f"{SERIES}:{slug}": said[language()] for slug, said in names["series"].items()}
    found |= {f"{REGION}:{slug}": words.label("region", slug, language(), names) for slug in REGIONS}
    return found | {f"{ACTIVITY}:{slug}": said[language()] for slug, said in names["activity"].items()}
