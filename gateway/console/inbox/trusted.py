"""Confidential cases, for those people are called by: every look is in the trail."""

from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console.current import core, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.inbox import finding, naming
from gateway.console.words import gettext
from jamakan.inbox import Stale, trusted
from jamakan.inbox import cases as acts
from jamakan.programme import cases as life
from jamakan.staff.roles import May
from jamakan.store.inbox import history, people
from jamakan.store.inbox.cases import PAGE, Case
from jamakan.store.staff import accounts

pages = Blueprint("trusted", __name__)

LONGEST_NOTE = 2000
MOVES = (life.TAKE_NOTE, life.REJECT, life.SATISFY, life.REOPEN)  # to transmit names somebody: done by word of mouth


@pages.get("/trusted")
@needs(May.SENSITIVE)
def index() -> ResponseReturnValue:
    """Those going on, or those that ended, newest first."""
    ended = request.args.get("list") == "ended"
    found = trusted.listed(core(), request.args.get("before", type=int), visitor().account.id, ended=ended)
    return render_template(
        "inbox/trusted.html",
        cases=found[:PAGE],
        more=len(found) > PAGE,
        ended=ended,
        states=naming.names(naming.STATES),
    )


@pages.get("/trusted/<int:number>")
@needs(May.SENSITIVE)
def case(number: int) -> ResponseReturnValue:
    """Whom to call, when, and what was done so far."""
    return _page(trusted.opened(core(), number, visitor().account.id) or abort(404), Form({}))


@pages.post("/trusted/<int:number>/note")
@needs(May.SENSITIVE)
def note(number: int) -> ResponseReturnValue:
    """Write down what came of a call."""
    found, form = _found(number), Form(request.form)
    text = form.text("note", LONGEST_NOTE)
    seen = finding.case_as_seen(found, form)
    if form.problems:
        return _page(found, form), 422
    try:
        acts.note(core(), seen, text, visitor().account.id)
    except Stale:
        return _stale(number, form)
    return _done(number)


@pages.post("/trusted/<int:number>/move/<event>")
@needs(May.SENSITIVE)
def move(number: int, event: str) -> ResponseReturnValue:
    """Bring it to its next state; nobody is sent anything."""
    found, form = _found(number), Form(request.form)
    reason = form.text("reason", LONGEST_NOTE, needed=event in life.NEEDS_REASON)
    seen = finding.case_as_seen(found, form)
    if form.problems:
        return _page(found, form, moving=event), 422
    try:
        acts.move(core(), seen if event in MOVES else replace(seen, version=-1), event, visitor().account.id, reason)
    except Stale:
        return _stale(number, form)
    return _done(number)


def _found(number: int) -> Case:
    return trusted.found(core(), number) or abort(404)


def _done(number: int) -> ResponseReturnValue:
    flash(gettext("C’est noté."))
    return redirect(url_for(".case", number=number), 303)


def _stale(number: int, form: Form) -> ResponseReturnValue:
    flash(gettext(naming.STALE), "problem")
    return _page(_found(number), form), 409


def _page(case: Case, form: Form, *, moving: str = "") -> str:
    vault = core().settings.vault
    with core().db.read() as connection:
        events = history.of(connection, vault, case.id)
        names = accounts.names(connection, vault, {event.by for event in events})
        known = people.on_lines(connection, vault, [case.contact_id])[case.contact_id]
    return render_template(
        "inbox/trusted_case.html",
        case=case,
        form=form,
        moving=moving,
        events=events,
        names=names,
        people=known,
        when=gettext(naming.WHENS[events[0].text]) if events and events[0].text in naming.WHENS else "",
        moves=[
            (event, naming.named(naming.TRUSTED_MOVES, event), event in life.NEEDS_REASON)
            for event in life.possible(case.state)
            if event in MOVES
        ],
        event_names=naming.names(naming.EVENTS),
        states=naming.names(naming.STATES),
    )
