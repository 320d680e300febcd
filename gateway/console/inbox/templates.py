"""Templates of answers: made, changed, retired."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console.current import core, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.inbox.finding import NEWEST
from gateway.console.inbox.naming import STALE
from gateway.console.words import LANGUAGES, gettext
from jamakan.inbox import Stale
from jamakan.inbox import templates as acts
from jamakan.staff.roles import May
from jamakan.store.inbox import templates
from jamakan.store.inbox.templates import ACTIVE, Template, Words

pages = Blueprint("templates", __name__)

LONGEST_TITLE, LONGEST = 60, 600


@pages.get("/templates")
@needs(May.VIEW)
def index() -> ResponseReturnValue:
    """All of them."""
    with core().db.read() as connection:
        found = templates.everything(connection)
    return render_template("inbox/templates.html", templates=found, active=ACTIVE, languages_of=LANGUAGES)


@pages.get("/templates/new")
@needs(May.WRITE)
def new() -> ResponseReturnValue:
    """An empty form."""
    return _page(Form({"language": "fr"}), None)


@pages.post("/templates/new")
@needs(May.WRITE)
def add() -> ResponseReturnValue:
    """A new one, or the form again."""
    form = Form(request.form)
    words = _words(form)
    if form.problems:
        return _page(form, None), 422
    acts.add(core(), words, visitor().account.id)
    flash(gettext("Le modèle est enregistré."))
    return redirect(url_for(".index"), 303)


@pages.get("/templates/<int:number>")
@needs(May.WRITE)
def edit(number: int) -> ResponseReturnValue:
    """The form, filled."""
    found = _template_or_404(number)
    words = found.words
    typed = {"title": words.title, "language": words.language, "body": words.body, "version": str(found.version)}
    return _page(Form(typed), found)


@pages.post("/templates/<int:number>")
@needs(May.WRITE)
def change(number: int) -> ResponseReturnValue:
    """Other words for it, or the form again."""
    found, form = _template_or_404(number), Form(request.form)
    words, seen = _words(form), _as_seen(found, form)
    if form.problems:
        return _page(form, found), 422
    try:
        acts.change(core(), seen, words, visitor().account.id)
    except Stale:
        form = Form({**form.typed, "version": str(found.version)})
        form.problems["version"] = gettext(STALE)
        return _page(form, found), 409
    flash(gettext("Le modèle est enregistré."))
    return redirect(url_for(".index"), 303)


@pages.post("/templates/<int:number>/offer")
@needs(May.WRITE)
def offer(number: int) -> ResponseReturnValue:
    """Offer it no more; with `again`, once more."""
    found, form = _template_or_404(number), Form(request.form)
    try:
        acts.offer(core(), _as_seen(found, form), visitor().account.id, again=bool(form.value("again")))
    except Stale:
        flash(gettext(STALE), "problem")
    return redirect(url_for(".index"), 303)


def _words(form: Form) -> Words:
    words = Words(
        title=form.text("title", LONGEST_TITLE).replace("\n", " "),
        language=form.choice("language", LANGUAGES),
        body=form.text("body", LONGEST),
    )
    if unknown := acts.unknown(words.body):
        listed = " ".join(f"{{{name}}}" for name in acts.KNOWN)
        told = gettext("%(name)s ne sera remplacé par rien. On peut écrire : %(known)s")
        form.problems["body"] = told % {"name": f"{{{unknown[0]}}}", "known": listed}
    return words


def _as_seen(template: Template, form: Form) -> Template:
    version = form.integer("version", 0, NEWEST)
    return Template(template.id, template.words, template.state, version)


def _template_or_404(number: int) -> Template:
    with core().db.read() as connection:
        return templates.one(connection, number) or abort(404)


def _page(form: Form, template: Template | None) -> str:
    listed = " ".join(f"{{{name}}}" for name in acts.KNOWN)
    return render_template("inbox/template.html", form=form, template=template, known=listed, languages_of=LANGUAGES)
