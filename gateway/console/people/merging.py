"""Two entries side by side: for each fact, which one stays."""

from dataclasses import asdict

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console.current import core, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.people.finding import person_or_404
from gateway.console.people.showing import language_name, sex
from gateway.console.words import gettext
from jamakan.people.correcting import Known, known_of
from jamakan.people.finding import find
from jamakan.people.merging import NameTaken, merge
from jamakan.staff.roles import May
from jamakan.store.people.listing import Listed

pages = Blueprint("merging", __name__)

CHOSEN = ("name", "age", "sex", "region", "group", "displacement")
MOST = 100  # characters that are looked up


@pages.route("/merge", methods=["GET", "POST"])
@needs(May.WRITE)
def choose() -> ResponseReturnValue:
    """Find the two: by number or name, once for each."""
    keep, drop = request.values.get("keep", type=int), request.values.get("drop", type=int)
    if keep is not None and drop is not None and keep != drop:
        return redirect(url_for(".compare", keep=keep, drop=drop), 303)
    typed = request.form.get("who", "")[:MOST].strip()
    first = person_or_404(keep) if keep is not None else None
    found = [one for one in find(core(), typed).people if one.id != keep] if typed else []
    return render_template("people/merge_find.html", first=first, typed=typed, people=found, sex=sex)


@pages.get("/<int:keep>/merge/<int:drop>")
@needs(May.WRITE)
def compare(keep: int, drop: int) -> ResponseReturnValue:
    """The two entries, and which of each fact stays."""
    first, second = person_or_404(keep), person_or_404(drop)
    if first.id == second.id:
        return redirect(url_for("console.people.showing.person", participant=first.id), 303)
    said = {name: "keep" if getattr(first, name) or not getattr(second, name) else "drop" for name in CHOSEN}
    return _page(first, second, Form(said | {"line": "keep"}))


@pages.post("/<int:keep>/merge/<int:drop>")
@needs(May.WRITE)
def confirm(keep: int, drop: int) -> ResponseReturnValue:
    """One entry from now on. A second click finds it done."""
    first, second, form = person_or_404(keep), person_or_404(drop), Form(request.form)
    if first.id == second.id:
        return redirect(url_for("console.people.showing.person", participant=first.id), 303)
    sides = {"keep": first, "drop": second}
    chosen = {name: form.choice(name, sides) for name in (*CHOSEN, "line")}
    if form.problems:
        return _page(first, second, form), 422
    stays = {name: getattr(sides[chosen[name]], name) for name in CHOSEN} | {"pvh": first.pvh or second.pvh}
    known = Known(**asdict(known_of(first)) | stays)
    try:
        merge(core(), visitor().account.id, first.id, second.id, sides[chosen["line"]].contact_id, known)
    except NameTaken:
        form.problems["name"] = gettext("Une troisième personne de ce numéro a ce nom : réunissez-les d’abord.")
        return _page(first, second, form), 422
    flash(gettext("Les deux fiches n’en font plus qu’une. Rien n’est compté deux fois."))
    return redirect(url_for("console.people.showing.person", participant=first.id), 303)


def _page(first: Listed, second: Listed, form: Form) -> str:
    return render_template(
        "people/merge.html", first=first, second=second, form=form, sex=sex, language_name=language_name
    )
