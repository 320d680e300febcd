"""A spreadsheet of people: sent, its problems told, looked at, kept."""

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console import facts, sheets
from gateway.console.current import core, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs, takes
from gateway.console.people.showing import language_name, sex
from gateway.console.words import gettext, language, mark
from jamakan.people import importing
from jamakan.people.importing import KEPT, STAGED, Import, sending
from jamakan.people.importing.columns import TOO_YOUNG
from jamakan.programme import activities as wording
from jamakan.programme.regions import region_name
from jamakan.spreadsheets import MOST_BYTES, Problem, SpreadsheetError, arriving
from jamakan.staff.roles import May
from jamakan.store.activities import by_ids, open_activities

pages = Blueprint("importing", __name__)

SHOWN = 10  # rows to look at before they are kept
MOST_TOLD = 200  # problems on one page
FORM_BYTES = 100_000  # around the file

sheets.teach(
    {
        "not an answer we know: see the list below": mark("Réponse inconnue : voyez la liste plus bas."),
        "under 18: the programme keeps adults only": mark("Moins de 18 ans : le programme ne garde que des adultes."),
        "the same person as row {row}: delete one of the two": mark(
            "La même personne qu’à la ligne %(row)s : enlevez l’une des deux."
        ),
        "a name is written in letters": mark("Un nom s’écrit en lettres."),
    }
)


@pages.get("/import")
@needs(May.WRITE)
def new() -> ResponseReturnValue:
    """The form, and what the columns may hold."""
    return _form(Form({}), [])


@pages.post("/import")
@needs(May.WRITE)
@takes(MOST_BYTES + FORM_BYTES)
def send() -> ResponseReturnValue:
    """The file, staged; or every problem of it."""
    form, file = Form(request.form), request.files.get("file")
    activity = form.choice("activity", {"": "", **_activities()})
    if form.value("agreed") != "yes":
        form.problems["agreed"] = gettext("Sans leur accord, on ne peut pas les garder.")
    data = file.read() if file is not None else b""
    if not data:
        form.problems["file"] = gettext("Choisissez un fichier .xlsx ou CSV.")
    if form.problems:
        return _form(form, []), 422
    if len(data) > arriving.SHORT:
        return redirect(url_for(".sent", what=sending.keep(core(), visitor().account.id, data, activity)), 303)
    try:
        staged = importing.stage(core(), visitor().account.id, data, activity)
    except SpreadsheetError as error:
        return _refused(form, error.problems), 422
    return redirect(url_for(".show", number=staged.id), 303)


@pages.get("/import/sent/<what>")
@needs(May.WRITE)
def sent(what: str) -> ResponseReturnValue:
    """A long file that is being read; then what it holds, or every problem of it."""
    arrival = arriving.known(core(), sending.name(what))
    if arrival is None:
        flash(gettext("Ce fichier n’est plus là : renvoyez-le."), "problem")
        return redirect(url_for(".new"), 303)
    if arrival.became:
        return redirect(url_for(".show", number=arrival.became), 303)
    if not arrival.over:
        return _form(Form({}), [], reading=what)
    form = Form({"activity": arrival.about["activity"], "agreed": "yes"})
    return _refused(form, arrival.refused, arrival.count)


@pages.get("/import/sent/<what>/reading")
@needs(May.WRITE)
def reading(what: str) -> ResponseReturnValue:
    """Whether it is read by now, for the page to ask again until it is."""
    arrival = arriving.known(core(), sending.name(what))
    if arrival is None or arrival.over:
        return "", 200, {"HX-Refresh": "true"}
    arriving.ask(core(), sending.name(what))
    return render_template("sheet_reading.html", **_waiting(what))


@pages.get("/import/<int:number>")
@needs(May.WRITE)
def show(number: int) -> ResponseReturnValue:
    """What would be kept, how far it is kept, or what became of it."""
    found = _found(number)
    with core().db.read() as connection:
        about = by_ids(connection, [found.activity_id]) if found.activity_id is not None else {}
    return render_template(
        "people/import_show.html",
        found=found,
        activity=next(iter(about.values()), None),
        people=importing.rows_of(core(), number, SHOWN) if found.state == STAGED else [],
        sex=sex,
        language_name=language_name,
    )


@pages.post("/import/<int:number>/keep")
@needs(May.WRITE)
def keep(number: int) -> ResponseReturnValue:
    """Keep it, once."""
    found = _found(number)
    if importing.confirm(core(), visitor().account.id, number) and _found(number).state == KEPT:
        flash(gettext("Le tableau est enregistré."))
    return redirect(url_for(".show", number=found.id), 303)


@pages.post("/import/<int:number>/give-up")
@needs(May.WRITE)
def give_up(number: int) -> ResponseReturnValue:
    """Throw it away."""
    _found(number)
    if not importing.give_up(core(), number):
        return redirect(url_for(".show", number=number), 303)
    flash(gettext("Le tableau est abandonné : rien n’a été enregistré."))
    return redirect(url_for("console.people.showing.index"), 303)


def _found(number: int) -> Import:
    found = importing.find(core(), number)
    if found is None:
        abort(404)
    return found


def _waiting(what: str) -> dict[str, str]:
    return {"again": url_for(".reading", what=what), "here": url_for(".sent", what=what)} if what else {}


def _refused(form: Form, problems: Sequence[Problem], count: int = 0) -> str:
    form.problems["file"] = gettext("Rien n’est enregistré : corrigez le fichier et renvoyez-le.")
    return _form(form, problems, count=count)


def _form(form: Form, problems: Sequence[Problem], *, count: int = 0, reading: str = "") -> str:
    """`problems`, of `count` in all. `reading`: a file that was sent before is being read."""
    told = [(one.row, one.column, sheets.say(one.reason)) for one in problems[:MOST_TOLD]]
    known = {
        "age": [words for group, words in facts.values("age").items() if group != TOO_YOUNG],
        "sex": [sex("female"), sex("male")],
        "group": list(facts.values("group").values()),
        "displacement": list(facts.values("displacement").values()),
        "language": [language_name(code) for code in core().settings.languages],
    }
    more = max(count, len(problems)) - len(told)
    return render_template(
        "people/import.html",
        form=form,
        problems=told,
        more=more,
        activities=_activities(),
        known=known,
        **_waiting(reading),
    )


def _activities() -> dict[str, str]:
    with core().db.read() as connection:
        coming = open_activities(connection, datetime.now(UTC))
    return {one.slug: f"{region_name(one.region)}, {wording.dates(one, language())}" for one in coming}
