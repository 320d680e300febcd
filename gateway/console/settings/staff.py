"""The accounts of the others: invited, given another role, reset, closed."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console.current import core, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.settings.roles import ROLE_MEANS, ROLE_NAMES, STATE_NAMES
from gateway.console.words import gettext, mark
from jamakan.staff import accounts
from jamakan.staff.accounts import AccountError, Invitation
from jamakan.staff.roles import ROLES, May
from jamakan.store.staff import accounts as rows
from jamakan.store.staff.accounts import Account

pages = Blueprint("staff", __name__)

PROBLEMS = {
    "known": mark("Un compte a déjà cette adresse."),
    "name": mark("Écrivez le nom."),
    "email": mark("Ce n’est pas une adresse. Exemple : awa@example.org"),
    "role": mark("Choisissez un rôle."),
    "last": mark("C’est le dernier administrateur : nommez-en d’abord un autre."),
}


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
