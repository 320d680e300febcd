"""The form that corrects what is known of a person."""

from dataclasses import asdict

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console.current import core, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.people.finding import person_or_404
from gateway.console.people.showing import filters
from gateway.console.words import gettext
from jamakan.people.correcting import Known, NameTaken, Stale, correct, known_of
from jamakan.staff.roles import May
from jamakan.store.people.listing import Listed

pages = Blueprint("correcting", __name__)

LONGEST_NAME = 80
UNSAID = ("", "no_answer")
FACTS = ("age", "sex", "region", "group", "displacement", "pvh", "language")


@pages.get("/<int:participant>/edit")
@needs(May.WRITE)
def edit(participant: int) -> ResponseReturnValue:
    """The form, filled."""
    person = person_or_404(participant)
    return _page(person, Form(asdict(known_of(person)) | {"seen": seen(person)}))


@pages.post("/<int:participant>/edit")
@needs(May.WRITE)
def change(participant: int) -> ResponseReturnValue:
    """The corrected person, or the form again."""
    person, form = person_or_404(participant), Form(request.form)
    known = _known(form)
    if not form.problems and known != known_of(person) and form.value("seen") != seen(person):
        form.problems["seen"] = gettext("Quelqu’un a corrigé cette fiche entre-temps : voyez ce qui a changé.")
    if form.problems:
        return _page(person, form), 422
    try:
        changed = correct(core(), visitor().account.id, person, known)
    except NameTaken as taken:
        form.problems["name"] = gettext("Une autre personne de ce numéro a ce nom : réunissez les deux fiches.")
        return _page(person, form, twin=taken.other), 422
    except Stale:
        return change(participant)  # they are read anew: gone, merged, corrected by somebody else
    flash(gettext("La fiche est corrigée, les chiffres suivent.") if changed else gettext("Rien n’a changé."))
    return redirect(url_for("console.people.showing.person", participant=person.id), 303)


def seen(person: Listed) -> str:
    """What the form was filled with, in short: it differs when somebody else saved since."""
    return core().settings.vault.ref("person seen", repr(known_of(person)))


def _known(form: Form) -> Known:
    options = filters()
    chosen = {fact: form.choice(fact, (*UNSAID, *options[fact][1])) for fact in FACTS}
    name = " ".join(form.text("name", LONGEST_NAME, needed=False).split())
    if name and not any(letter.isalpha() for letter in name):
        form.problems["name"] = gettext("Écrivez le nom en lettres.")
    return Known(name=name, **chosen)


def _page(person: Listed, form: Form, twin: int | None = None) -> str:
    options = {name: value for name, value in filters().items() if name in FACTS}
    return render_template("people/edit.html", person=person, form=form, options=options, twin=twin)
