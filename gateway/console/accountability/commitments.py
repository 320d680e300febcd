"""The list of commitments, and one commitment's page: how it stands, its history, what may be done."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console.accountability import naming
from gateway.console.accountability.finding import as_seen, commitment_or_404
from gateway.console.current import core, today, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.reminders.finding import me
from gateway.console.saying import say
from gateway.console.words import gettext, language
from jamakan.accountability import Stale
from jamakan.accountability import commitments as acts
from jamakan.programme import commitments as life
from jamakan.programme.broadcasts import BroadcastError
from jamakan.programme.regions import REGIONS
from jamakan.staff.roles import May
from jamakan.store.accountability import commitments, figures, history
from jamakan.store.accountability.commitments import PAGE, Commitment, Which
from jamakan.store.staff import accounts

pages = Blueprint("commitments", __name__)

LONGEST_NOTE = 500
LISTS = {
    "going": life.GOING_ON,
    "late": (life.LATE,),
    "kept": (life.KEPT,),
    "dropped": (life.DROPPED,),
    "all": life.STATES,
}


@pages.get("")
@needs(May.VIEW)
def index() -> ResponseReturnValue:
    """A list, newest first, narrowed by state, institution and region."""
    which = request.args.get("list", "going")
    which = which if which in LISTS else "going"
    institution, region = request.args.get("institution", "")[:200], request.args.get("region", "")
    region = region if region in REGIONS else ""
    before = request.args.get("before", type=int)
    with core().db.read() as connection:
        found = commitments.page(connection, Which(LISTS[which], institution, region), before=before)
        known = figures.commitments(connection, datetime.now(UTC), today()).get("", figures.Promises())
        institutions = commitments.institutions(connection)
    return render_template(
        "accountability/commitments.html",
        commitments=found[:PAGE],
        more=len(found) > PAGE,
        which=which,
        institution=institution,
        region=region,
        institutions=institutions,
        regions={slug: one.name for slug, one in REGIONS.items()},
        known=known,
        states=naming.names(naming.STATES),
        language=language(),
    )


@pages.get("/<int:number>")
@needs(May.VIEW)
def commitment(number: int) -> ResponseReturnValue:
    """The page."""
    return _page(commitment_or_404(number), Form({}))


@pages.post("/<int:number>/move/<event>")
@needs(May.WRITE)
def move(number: int, event: str) -> ResponseReturnValue:
    """Bring it to its next state, with what shows it."""
    form = Form(request.form)
    text = form.text("note", LONGEST_NOTE, needed=event in life.NEEDS_NOTE)
    if form.problems:
        return _page(commitment_or_404(number), form, moving=event), 422
    return _act(number, form, lambda seen: acts.move(core(), seen, event, visitor().account.id, text, today()))


@pages.post("/<int:number>/note")
@needs(May.WRITE)
def note(number: int) -> ResponseReturnValue:
    """Write down news of it."""
    form = Form(request.form)
    text = form.text("note", LONGEST_NOTE)
    if form.problems:
        return _page(commitment_or_404(number), form), 422
    return _act(number, form, lambda seen: acts.note(core(), seen, text, visitor().account.id))


@pages.post("/<int:number>/tell")
@needs(May.WRITE)
def tell(number: int) -> ResponseReturnValue:
    """A draft for those who asked; asked for twice it is the same draft."""
    found = commitment_or_404(number)
    try:
        made = acts.prepare(core(), as_seen(found, Form(request.form)), visitor().account.id, me())
    except BroadcastError as error:
        for reason in error.reasons:
            flash(say(reason), "problem")
        return redirect(url_for(".commitment", number=number), 303)
    flash(gettext("Le message est préparé. Relisez-le, puis soumettez-le."))
    return redirect(url_for("console.reminders.showing.show", number=made.id), 303)


def _act(number: int, form: Form, act: Callable[[Commitment], None]) -> ResponseReturnValue:
    try:
        act(as_seen(commitment_or_404(number), form))
    except Stale:
        flash(gettext(naming.STALE), "problem")
        return _page(commitment_or_404(number), form), 409
    flash(gettext("C’est noté."))
    return redirect(url_for(".commitment", number=number), 303)


def _page(found: Commitment, form: Form, *, moving: str = "") -> str:
    vault = core().settings.vault
    with core().db.read() as connection:
        told = history.of(connection, vault, found.id)
        cases = commitments.cases_of(connection, found.id)
        names = accounts.names(connection, vault, {event.by for event in told})
    return render_template(
        "accountability/commitment.html",
        one=found,
        form=form,
        moving=moving,
        told=told,
        cases=cases,
        names=names,
        moves=[(event, gettext(naming.MOVES[event])) for event in life.possible(found.state)],
        events=naming.names(naming.EVENTS),
        states=naming.names(naming.STATES),
        language=language(),
        expired=life.EXPIRE,
    )
