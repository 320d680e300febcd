"""Erasing a person: what goes and what stays is said first, and a word has to be typed."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from flows.text.matching import normal
from gateway.console.current import core, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.people.finding import person_or_404
from gateway.console.words import gettext, mark
from jamakan.people.erasing import REASONS, erase
from jamakan.staff.roles import May
from jamakan.store.people import listing
from jamakan.store.people.listing import Listed

pages = Blueprint("erasing", __name__)

WORDS = frozenset({"effacer", "erase"})  # either: the page may have been opened in the other language
REASON_WORDS = {
    "asked": mark("La personne le demande"),
    "minor": mark("C’est un enfant"),
    "mistake": mark("Fiche créée par erreur"),
    "over": mark("Le programme n’en a plus besoin"),
}


@pages.get("/<int:participant>/erase")
@needs(May.APPROVE)
def ask(participant: int) -> ResponseReturnValue:
    """What erasing means, and the word to type."""
    return _page(person_or_404(participant), Form({}))


@pages.post("/<int:participant>/erase")
@needs(May.APPROVE)
def confirm(participant: int) -> ResponseReturnValue:
    """Erased, or the page again."""
    person, form = person_or_404(participant), Form(request.form)
    reason = form.choice("reason", REASONS)
    if normal(form.value("word")[:40]) not in WORDS:
        form.problems["word"] = gettext("Tapez le mot EFFACER pour confirmer.")
    if form.problems:
        return _page(person, form), 422
    erase(core(), visitor().account.id, person.id, reason)
    flash(gettext("La personne est effacée. Les chiffres déjà comptés restent, sans dire de qui ils viennent."))
    return redirect(url_for("console.people.showing.index"), 303)


def _page(person: Listed, form: Form) -> str:
    with core().db.read() as connection:
        on_line = listing.on_line(connection, core().settings.vault, person.contact_id)
    reasons = {reason: gettext(words) for reason, words in REASON_WORDS.items()}
    return render_template("people/erase.html", person=person, form=form, reasons=reasons, shared=len(on_line) > 1)
