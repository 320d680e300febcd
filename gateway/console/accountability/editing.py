"""The form of a commitment."""

from datetime import date
from secrets import token_urlsafe
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console.accountability import naming
from gateway.console.accountability.finding import as_seen, commitment_or_404, day, line, places
from gateway.console.current import core, today, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.words import gettext
from jamakan.accountability import Stale
from jamakan.accountability import commitments as acts
from jamakan.staff.roles import May
from jamakan.store.accountability import cards, commitments
from jamakan.store.accountability.commitments import About, Commitment
from jamakan.store.inbox import cases as kept_cases

pages = Blueprint("editing", __name__)

LONGEST_INSTITUTION, LONGEST_WORDS, LONGEST_OWNER = 60, 80, 60  # letters: a phone shows all of it on one screen
MOST_CASES = 200


@pages.get("/new")
@needs(May.WRITE)
def new() -> ResponseReturnValue:
    """The form, with what is known of the case or of the round that leads here."""
    typed = {"made": today().isoformat(), "once": token_urlsafe(12), **_of_case(request.args.get("case", type=int))}
    return _page(Form(typed | _of_round(request.args.get("round", type=int))), None)


@pages.post("/new")
@needs(May.WRITE)
def add() -> ResponseReturnValue:
    """A new commitment, or the form again."""
    form = Form(request.form)
    about, answered = _about(form), _cases(form)
    if form.problems:
        return _page(form, None), 422
    number = acts.make(core(), about, answered, visitor().account.id, today(), form.value("once")[:40])
    flash(gettext("L’engagement est noté."))
    return redirect(url_for("console.accountability.commitments.commitment", number=number), 303)


@pages.get("/<int:number>/edit")
@needs(May.WRITE)
def edit(number: int) -> ResponseReturnValue:
    """The form, filled."""
    found = commitment_or_404(number)
    return _page(Form(_typed(found)), found)


@pages.post("/<int:number>/edit")
@needs(May.WRITE)
def change(number: int) -> ResponseReturnValue:
    """The changed commitment, or the form again."""
    found, form = commitment_or_404(number), Form(request.form)
    about, answered = _about(form), _cases(form)
    if not form.problems:
        try:
            acts.describe(core(), as_seen(found, form), about, answered, visitor().account.id, today())
        except Stale:
            form = Form({**form.typed, "version": str(found.version)})
            form.problems["version"] = gettext(naming.STALE)
    if form.problems:
        return _page(form, found), 422
    flash(gettext("C’est noté."))
    return redirect(url_for("console.accountability.commitments.commitment", number=number), 303)


def _about(form: Form) -> About:
    """What was typed. With problems it is of no use."""
    offered = places()
    made, due = day(form, "made", past=True), day(form, "due", needed=False)
    if made and due and due < made:
        form.problems["due"] = gettext("L’échéance est avant l’engagement.")
    return About(
        institution=line(form, "institution", LONGEST_INSTITUTION),
        owner=line(form, "owner", LONGEST_OWNER, needed=False),
        region=form.choice("region", ["", *offered["regions"]]),
        activity=form.choice("activity", ["", *offered["activities"]]),
        asked_fr=line(form, "asked-fr", LONGEST_WORDS),
        asked_en=line(form, "asked-en", LONGEST_WORDS, needed=False),
        wording_fr=line(form, "wording-fr", LONGEST_WORDS),
        wording_en=line(form, "wording-en", LONGEST_WORDS, needed=False),
        made_on=made or date.min,
        due_on=due,
        round=_round(form),
    )


def _round(form: Form) -> int | None:
    """The round whose action plan it is of, when the form says one there is."""
    number = form.integer("round", 0, 2**31 - 1)
    with core().db.read() as connection:
        found = cards.one_round(connection, number) if number else None
    return found.id if found else None


def _cases(form: Form) -> list[int]:
    """The numbers of cases, written 12, 15."""
    words = form.text("cases", 1000, needed=False).replace(",", " ").replace(";", " ").split()
    numbers = [int(word) for word in words if word.isascii() and word.isdecimal() and len(word) < 10]
    with core().db.read() as connection:
        known = commitments.known_cases(connection, numbers)
    if len(numbers) != len(words) or len(words) > MOST_CASES:
        form.problems["cases"] = gettext("Écrivez des numéros de dossiers, comme : 12, 15")
    elif unknown := sorted(set(numbers) - known):
        words_for = gettext("On ne peut pas citer ces dossiers : %(numbers)s")
        form.problems["cases"] = words_for % {"numbers": ", ".join(map(str, unknown))}
    return sorted(known)


def _typed(found: Commitment) -> dict[str, str]:
    said = found.about
    with core().db.read() as connection:
        numbers = commitments.cases_of(connection, found.id)
    return {
        "institution": said.institution,
        "owner": said.owner,
        "region": said.region,
        "activity": said.activity,
        "asked-fr": said.asked_fr,
        "asked-en": said.asked_en,
        "wording-fr": said.wording_fr,
        "wording-en": said.wording_en,
        "made": said.made_on.isoformat(),
        "due": said.due_on.isoformat() if said.due_on else "",
        "cases": ", ".join(map(str, numbers)),
        "round": str(said.round or ""),
        "version": str(found.version),
    }


def _of_case(number: int | None) -> dict[str, str]:
    """What a case says that leads here: its title may name somebody, it is not shown again."""
    if number is None:
        return {}
    with core().db.read() as connection:
        found = kept_cases.one(connection, core().settings.vault, number)
        known = commitments.known_cases(connection, [number])
    if found is None or not known:
        return {}
    return {
        "cases": str(number),
        "institution": found.about.institution[:LONGEST_INSTITUTION],
        "region": found.about.region,
    }


def _of_round(number: int | None) -> dict[str, str]:
    """The service of the round whose plan this is an action of."""
    with core().db.read() as connection:
        found = cards.one_round(connection, number) if number else None
        card = cards.one(connection, found.card_id) if found else None
    if found is None or card is None:
        return {}
    about = card.about
    return {
        "round": str(found.id),
        "institution": about.institution[:LONGEST_INSTITUTION],
        "region": about.region,
        "activity": about.activity,
    }


def _page(form: Form, found: Commitment | None) -> str:
    most: dict[str, Any] = {"institution": LONGEST_INSTITUTION, "words": LONGEST_WORDS, "owner": LONGEST_OWNER}
    return render_template("accountability/edit_commitment.html", form=form, one=found, most=most, **places())
