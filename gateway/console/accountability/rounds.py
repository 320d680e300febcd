"""What is done with a round: its criteria changed, its scores opened and closed, the meeting written down."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console.accountability import naming
from gateway.console.accountability.finding import as_seen, card_or_404, day, round_or_404
from gateway.console.accountability.reading import LETTERS, criteria, typed, words
from gateway.console.current import core, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.surveys.naming import KEYWORD_PROBLEMS
from gateway.console.words import gettext
from jamakan.accountability import Stale
from jamakan.accountability import cards as acts
from jamakan.flow_files import FlowFileError
from jamakan.publishing import PublishError
from jamakan.staff.roles import May
from jamakan.store.accountability.cards import Round

pages = Blueprint("rounds", __name__)


@pages.get("/rounds/<int:number>/edit")
@needs(May.WRITE)
def edit(number: int) -> ResponseReturnValue:
    """The form of a round's words and criteria, filled."""
    found = round_or_404(number)
    return _form(found, Form(typed(found)))


@pages.post("/rounds/<int:number>/edit")
@needs(May.WRITE)
def change(number: int) -> ResponseReturnValue:
    """The changed round, or the form again."""
    found, form = round_or_404(number), Form(request.form)
    chosen, asked = words(form), criteria(form)
    if form.problems:
        return _form(found, form), 422
    return _act(found, lambda: acts.redraft(core(), as_seen(found, form), chosen, asked, visitor().account.id))


@pages.post("/rounds/<int:number>/start")
@needs(May.WRITE)
def start(number: int) -> ResponseReturnValue:
    """Let both sides score."""
    found = round_or_404(number)
    seen, service = as_seen(found, Form(request.form)), card_or_404(found.card_id).about.service
    try:
        return _act(found, lambda: acts.start(core(), seen, service, visitor().account.id))
    except PublishError as error:
        flash(gettext(KEYWORD_PROBLEMS.get(error.code, KEYWORD_PROBLEMS["word"])), "problem")
    except FlowFileError:
        flash(gettext("Un critère ne peut pas être montré sur un téléphone : écrivez-le plus simplement."), "problem")
    return redirect(url_for(".edit", number=number), 303)


@pages.post("/rounds/<int:number>/stop")
@needs(May.WRITE)
def stop(number: int) -> ResponseReturnValue:
    """Nobody begins to score any more."""
    found = round_or_404(number)
    return _act(found, lambda: acts.stop(core(), as_seen(found, Form(request.form)), visitor().account.id))


@pages.post("/rounds/<int:number>/resume")
@needs(May.WRITE)
def resume(number: int) -> ResponseReturnValue:
    """Score on."""
    found = round_or_404(number)
    return _act(found, lambda: acts.resume(core(), as_seen(found, Form(request.form)), visitor().account.id))


@pages.post("/rounds/<int:number>/plan")
@needs(May.WRITE)
def plan(number: int) -> ResponseReturnValue:
    """They met: the plan of action is adopted."""
    found, form = round_or_404(number), Form(request.form)
    met = day(form, "meeting", past=True)
    if met is None or form.problems:
        flash(form.problems.get("meeting", ""), "problem")
        return redirect(_page(found), 303)
    return _act(found, lambda: acts.plan(core(), as_seen(found, form), met, visitor().account.id))


def _act(found: Round, act: Callable[[], None]) -> ResponseReturnValue:
    try:
        act()
    except Stale:
        flash(gettext(naming.STALE), "problem")
    else:
        flash(gettext("C’est noté."))
    return redirect(_page(found), 303)


def _page(found: Round) -> str:
    return url_for("console.accountability.cards.card", number=found.card_id, round=found.number)


def _form(found: Round, form: Form) -> str:
    return render_template("accountability/edit_card.html", form=form, found=found, most=LETTERS)
