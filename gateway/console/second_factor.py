"""Setting up the second factor: a QR code to scan, the first code to prove it, codes for paper."""

import base64
import binascii

from flask import Blueprint, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from gateway.console import browser
from gateway.console.current import core, visitor
from gateway.console.gate import needs
from gateway.console.words import gettext
from jamakan.privacy.vault import VaultError
from jamakan.staff import second_factor, sign_ins
from jamakan.staff.roles import May
from jamakan.staff.sign_ins import CODE, ENROL, Refused

pages = Blueprint("second_factor", __name__, url_prefix="/second-factor")


@pages.get("")
@needs(May.HALFWAY)
def set_up() -> ResponseReturnValue:
    """A fresh secret, as a picture and in letters."""
    if visitor().sign_in.stage == CODE:  # whoever only has the password must not replace the phone
        return abort(403)
    return _form(second_factor.new_secret())


@pages.post("")
@needs(May.HALFWAY)
def prove() -> ResponseReturnValue:
    """The first code. The secret came back sealed: the browser can neither read nor choose it."""
    if visitor().sign_in.stage == CODE:
        return abort(403)
    try:
        secret = _open(request.form.get("secret", ""))
    except (VaultError, binascii.Error, ValueError):
        return _form(second_factor.new_secret(), gettext("La page était trop vieille : recommencez."))
    try:
        opened, codes = sign_ins.enrol(core(), visitor(), secret, request.form.get("code", ""))
    except Refused:
        problem = gettext("Ce code n’est pas le bon. Vérifiez l’heure du téléphone, puis tapez le code suivant.")
        return _form(secret, problem)
    page = make_response(render_template("recovery_codes.html", codes=codes))
    return browser.keep_sign_in(page, opened)


def _form(secret: str, problem: str = "") -> ResponseReturnValue:
    address = second_factor.address(secret, visitor().account.email, core().settings.org)
    page = render_template(
        "second_factor.html",
        picture=Markup(second_factor.picture(address)),  # noqa: S704 - drawn here, of squares only
        letters=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        sealed=_sealed(secret),
        problem=problem,
        must=visitor().sign_in.stage == ENROL,
    )
    return page, 422 if problem else 200


def _purpose() -> str:
    return f"staff.enrol.{visitor().account.id}"


def _sealed(secret: str) -> str:
    return base64.urlsafe_b64encode(core().settings.vault.seal_text(secret, _purpose())).decode()


def _open(sealed: str) -> str:
    return core().settings.vault.open_text(base64.urlsafe_b64decode(sealed), _purpose())
