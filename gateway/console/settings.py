"""Settings: one's own account, the others', and the trail of what was done."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console import browser
from gateway.console.current import core, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.words import gettext, mark
from jamakan.staff import accounts, audit, sign_ins
from jamakan.staff.accounts import AccountError, Invitation
from jamakan.staff.roles import ROLES, May
from jamakan.store.staff import accounts as rows
from jamakan.store.staff import sign_ins as browsers
from jamakan.store.staff import trail
from jamakan.store.staff.accounts import Account

pages = Blueprint("settings", __name__, url_prefix="/settings")

TRAIL_PAGE = 50
ROLE_NAMES = {
    "viewer": mark("Lecture seule"),
    "operator": mark("Opérateur"),
    "approver": mark("Approbateur"),
    "administrator": mark("Administrateur"),
}
ROLE_MEANS = {
    "viewer": mark("Voit le programme ; noms et numéros masqués."),
    "operator": mark("Organise les activités, pointe les présences, écrit aux personnes."),
    "approver": mark("De plus, approuve les envois et lit le journal."),
    "administrator": mark("De plus, gère les comptes et les réglages."),
}
STATE_NAMES = {"invited": mark("invité"), "active": mark("actif"), "disabled": mark("fermé")}
PROBLEMS = {
    "known": mark("Un compte a déjà cette adresse."),
    "name": mark("Écrivez le nom."),
    "email": mark("Ce n’est pas une adresse. Exemple : awa@example.org"),
    "role": mark("Choisissez un rôle."),
    "last": mark("C’est le dernier administrateur : nommez-en d’abord un autre."),
}


@pages.get("")
@needs(May.SIGNED_IN)
def index() -> ResponseReturnValue:
    """One's own account, and what else there is to set."""
    with core().db.read() as connection:
        mine = browsers.of(connection, visitor().account.id, datetime.now(UTC), sign_ins.IDLE)
        codes = rows.recovery_codes_left(connection, visitor().account.id)
    return render_template(
        "settings/index.html",
        sign_ins=mine,
        codes=codes,
        role=gettext(ROLE_NAMES[visitor().account.role]),
        means=gettext(ROLE_MEANS[visitor().account.role]),
    )


@pages.post("/sign-ins/<int:number>/end")
@needs(May.SIGNED_IN)
def end_sign_in(number: int) -> ResponseReturnValue:
    """Sign out one of one's own browsers."""
    sign_ins.end(core(), visitor(), number)
    if number == visitor().sign_in.id:
        return browser.forget_sign_in(make_response(redirect(url_for("console.entrance.sign_in"), 303)))
    flash(gettext("Ce navigateur est déconnecté."))
    return redirect(url_for(".index"), 303)


@pages.get("/staff")
@needs(May.STAFF)
def staff() -> ResponseReturnValue:
    """The accounts, and the form of an invitation."""
    return _staff_page(Form({}))


@pages.post("/staff")
@needs(May.STAFF)
def invite() -> ResponseReturnValue:
    """A new account; its link is shown once."""
    form = Form(request.form)
    name, email = form.text("name", most=100), form.text("email", most=200)
    role = form.choice("role", ROLES)
    if form.problems:
        return _staff_page(form), 422
    try:
        invitation = accounts.invite(core(), name, email, role, visitor().account.id)
    except AccountError as error:
        field = error.reason if error.reason in {"name", "role"} else "email"
        form.problems[field] = gettext(PROBLEMS[error.reason])
        return _staff_page(form), 422
    return _link(invitation)


@pages.post("/staff/<int:account_id>/reset")
@needs(May.STAFF)
def reset(account_id: int) -> ResponseReturnValue:
    """A new link for somebody who lost password or phone."""
    account = _account(account_id)
    try:
        return _link(accounts.reset(core(), account, visitor().account.id))
    except AccountError as error:
        return _told(error)


@pages.post("/staff/<int:account_id>/disable")
@needs(May.STAFF)
def disable(account_id: int) -> ResponseReturnValue:
    """Close an account."""
    account = _account(account_id)
    return _tried(lambda: accounts.disable(core(), account, visitor().account.id), gettext("Le compte est fermé."))


@pages.post("/staff/<int:account_id>/role")
@needs(May.STAFF)
def role(account_id: int) -> ResponseReturnValue:
    """Another role for somebody."""
    account, wanted = _account(account_id), request.form.get("role", "")
    return _tried(
        lambda: accounts.change_role(core(), account, wanted, visitor().account.id), gettext("Le rôle est changé.")
    )


@pages.get("/audit")
@needs(May.AUDIT)
def trail_page() -> ResponseReturnValue:
    """The trail, newest first, a page at a time."""
    before = request.args.get("before", type=int)
    with core().db.read() as connection:
        entries = trail.latest(connection, before, TRAIL_PAGE + 1)
        names = rows.names(connection, core().settings.vault, {entry.account_id for entry in entries})
    more = len(entries) > TRAIL_PAGE
    return render_template("settings/audit.html", entries=entries[:TRAIL_PAGE], names=names, more=more)


@pages.post("/audit/verify")
@needs(May.AUDIT)
def verify() -> ResponseReturnValue:
    """Check the whole trail now."""
    with core().db.read() as connection:
        verdict = audit.verify(core().settings.vault, trail.entries(connection))
    if verdict.broken:
        flash(gettext("L’inscription n° %(n)d a été modifiée : prévenez un responsable.") % {"n": verdict.broken})
    else:
        words = gettext("Le journal est intact : %(n)d inscriptions, empreinte %(head)s.")
        flash(words % {"n": verdict.entries, "head": verdict.head})
    return redirect(url_for(".trail_page"), 303)


def _staff_page(form: Form) -> str:
    with core().db.read() as connection:
        everybody = rows.everybody(connection, core().settings.vault)
    return render_template(
        "settings/staff.html",
        form=form,
        accounts=everybody,
        roles={role: gettext(name) for role, name in ROLE_NAMES.items()},
        means={role: gettext(words) for role, words in ROLE_MEANS.items()},
        states={state: gettext(name) for state, name in STATE_NAMES.items()},
    )


def _link(invitation: Invitation) -> ResponseReturnValue:
    return render_template(
        "settings/link.html",
        account=invitation.account,
        until=invitation.expires_at,
        link=core().settings.console_url + url_for("console.entrance.invitation", token=invitation.token),
    )


def _tried(act: Callable[[], None], done: str) -> ResponseReturnValue:
    try:
        act()
    except AccountError as error:
        return _told(error)
    flash(done)
    return redirect(url_for(".staff"), 303)


def _told(error: AccountError) -> ResponseReturnValue:
    flash(gettext(PROBLEMS[error.reason]), "problem")
    return redirect(url_for(".staff"), 303)


def _account(account_id: int) -> Account:
    with core().db.read() as connection:
        account = rows.by_id(connection, core().settings.vault, account_id)
    if account is None:
        abort(404)
    return account
