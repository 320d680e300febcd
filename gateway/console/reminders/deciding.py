"""Submit, approve, send back, pause, resume, stop, copy: each click acts once, and is kept with its author."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from secrets import token_urlsafe

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console.current import core
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.reminders import showing, wording
from gateway.console.reminders.finding import Found, me, reminder_or_404
from gateway.console.saying import say
from gateway.console.words import gettext, mark
from jamakan.broadcasts import appraisal, decisions, drafting
from jamakan.broadcasts.counting import Count
from jamakan.programme import broadcasts as life
from jamakan.programme.broadcasts import BroadcastError, MoveRefused
from jamakan.staff.roles import May

pages = Blueprint("deciding", __name__)

REASON = 300  # characters


class Mistyped(Exception):
    """A field of the form is wrong: its problem stands beside it, nothing was done."""


class NotCounted(Exception):
    """What it comes to is still being counted: nobody can agree to it yet."""


@dataclass(frozen=True, slots=True)
class Act:
    """What a button does, and what is said when it is done."""

    do: Callable[[Found, Form], object]
    done: str


@pages.post("/<int:number>/<any(submit, pause, resume, stop, reopen, recount):act>")
@needs(May.WRITE)
def decide(number: int, act: str) -> ResponseReturnValue:
    """What whoever writes may do."""
    return _done(number, act)


@pages.post("/<int:number>/<any(approve, reject):act>")
@needs(May.APPROVE)
def judge(number: int, act: str) -> ResponseReturnValue:
    """What a second person may do."""
    return _done(number, act)


def _done(number: int, act: str) -> ResponseReturnValue:
    """Do it when the reminder's state allows; a second click, or somebody quicker, changes nothing."""
    found, form = reminder_or_404(number), Form(request.form)
    try:
        ACTS[act].do(found, form)
    except Mistyped:
        return (_stop_page(found, form) if act == life.STOP else showing.page(found, form, None)), 422
    except NotCounted:
        flash(gettext("Le décompte n’est pas fini : attendez un instant."), "problem")
    except MoveRefused:
        now = wording.state(reminder_or_404(number).state)
        flash(gettext("Rien n’a changé : ce rappel est déjà « %(state)s ».") % {"state": now}, "problem")
    except BroadcastError as error:
        flash(" ".join(map(say, error.reasons)), "problem")
    else:
        flash(gettext(ACTS[act].done))
    return redirect(url_for("console.reminders.showing.show", number=number), 303)


@pages.get("/<int:number>/stop")
@needs(May.WRITE)
def confirm_stop(number: int) -> ResponseReturnValue:
    """Are you sure: stopping cannot be undone."""
    found = reminder_or_404(number)
    if not found.can(life.STOP):
        return redirect(url_for("console.reminders.showing.show", number=number), 303)
    return _stop_page(found, Form({}))


def _stop_page(found: Found, form: Form) -> str:
    return render_template("reminders/stop.html", found=found, form=form, wording=wording)


@pages.post("/<int:number>/copy")
@needs(May.WRITE)
def copy(number: int) -> ResponseReturnValue:
    """A new draft with the same words and audience."""
    found, key = reminder_or_404(number), request.form.get("once", "")[:40] or token_urlsafe(12)
    made = drafting.copy(core(), found.id, by=me(), dedupe=f"copy:{number}:{key}")
    flash(gettext("Voici une copie : changez-la, puis soumettez-la."))
    return redirect(url_for("console.reminders.showing.show", number=made.id), 303)


def _shown(found: Found) -> Count:
    """The count its page showed. Raises NotCounted."""
    known = appraisal.appraise(core(), found.broadcast, found.mark)
    if known.count is None:
        raise NotCounted
    return known.count


def _submit(found: Found, form: Form) -> None:
    if _seen(form) != found.mark:
        raise MoveRefused
    decisions.submit(core(), found.id, by=me(), counted=_shown(found), here=False)


def _approve(found: Found, form: Form) -> None:
    decisions.approve(core(), found.id, by=me(), seen=_seen(form), counted=_shown(found), here=False)


def _reject(found: Found, form: Form) -> None:
    decisions.reject(core(), found.id, by=me(), reason=_reason(form))


def _pause(found: Found, form: Form) -> None:
    decisions.pause(core(), found.id, by=me(), reason=_reason(form))


def _resume(found: Found, form: Form) -> None:
    cap = form.integer("cap", 0, 100_000_000) or None
    if form.problems:
        raise Mistyped
    decisions.resume(core(), found.id, by=me(), cap=cap, here=False)


def _stop(found: Found, form: Form) -> None:
    decisions.stop(core(), found.id, by=me(), reason=_reason(form), here=False)


def _reopen(found: Found, _form: Form) -> None:
    decisions.reopen(core(), found.id, by=me(), here=False)


def _recount(found: Found, _form: Form) -> None:
    appraisal.forget(core(), found.id)


def _reason(form: Form) -> str:
    reason = form.text("reason", REASON, needed=False)
    if form.problems:
        raise Mistyped
    return reason


def _seen(form: Form) -> int:
    return form.integer("seen", 0, 999_999_999)


ACTS: Mapping[str, Act] = {
    "submit": Act(_submit, mark("C’est soumis.")),
    "approve": Act(_approve, mark("Vous l’avez approuvé : il part à son heure.")),
    "reject": Act(_reject, mark("Il est renvoyé à son auteur.")),
    "pause": Act(_pause, mark("En pause : plus rien ne part.")),
    "resume": Act(_resume, mark("L’envoi reprend.")),
    "stop": Act(_stop, mark("Arrêté : ce qui n’est pas parti ne partira plus.")),
    "reopen": Act(_reopen, mark("La liste est parcourue de nouveau : seuls les nouveaux reçoivent le message.")),
    "recount": Act(_recount, mark("C’est recompté.")),
}
