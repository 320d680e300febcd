"""In and out: password, one-time code, invitation, sign-out, and the language."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from gateway.console import browser
from gateway.console.current import address, core, visitor, visitor_or_none
from gateway.console.gate import STAGES, needs
from gateway.console.words import LANGUAGES, gettext
from jamakan.staff import accounts, sign_ins
from jamakan.staff.guesses import TooSoon
from jamakan.staff.passwords import SHORTEST, WeakPassword
from jamakan.staff.roles import May
from jamakan.staff.sign_ins import FULL, Attempt, Opened, Refused

pages = Blueprint("entrance", __name__)


@pages.get("/sign-in")
@needs(May.ANYBODY)
def sign_in() -> ResponseReturnValue:
    """The form; who is signed in goes on."""
    if (known := visitor_or_none()) is not None and known.sign_in.stage == FULL:
        return redirect(wanted_page(), 303)
    return render_template("sign_in.html", next=wanted_page(), email="")


@pages.post("/sign-in")
@needs(May.ANYBODY)
def let_in() -> ResponseReturnValue:
    """E-mail and password."""
    email = request.form.get("email", "")[:200]
    attempt = Attempt(
        email=email,
        password=request.form.get("password", ""),
        address=address(),
        device=browser.device(),
        known=request.cookies.get(browser.KNOWN, ""),
    )
    try:
        opened = sign_ins.with_password(core(), attempt)
    except TooSoon as wait:
        return _again("sign_in.html", _too_soon(wait), 429, next=wanted_page(), email=email)
    except Refused:
        problem = gettext("L’adresse ou le mot de passe n’est pas le bon.")
        return _again("sign_in.html", problem, 422, next=wanted_page(), email=email)
    return go_on(opened)


@pages.get("/sign-in/code")
@needs(May.HALFWAY)
def code() -> ResponseReturnValue:
    """The second step's form."""
    return render_template("code.html", next=wanted_page())


@pages.post("/sign-in/code")
@needs(May.HALFWAY)
def check_code() -> ResponseReturnValue:
    """A one-time code, or one from paper."""
    if visitor().sign_in.stage != sign_ins.CODE:
        return redirect(url_for("console.home.index"), 303)
    try:
        opened = sign_ins.with_code(core(), visitor(), request.form.get("code", ""))
    except TooSoon as wait:
        return _again("code.html", _too_soon(wait), 429, next=wanted_page())
    except Refused:
        problem = gettext("Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant.")
        return _again("code.html", problem, 422, next=wanted_page())
    return go_on(opened)


@pages.get("/invitation/<token>")
@needs(May.ANYBODY)
def invitation(token: str) -> ResponseReturnValue:
    """Where a link leads: choose a password."""
    account = accounts.whose(core(), token)
    if account is None:
        return render_template("invitation_over.html"), 410
    return render_template("invitation.html", account=account, shortest=SHORTEST)


@pages.post("/invitation/<token>")
@needs(May.ANYBODY)
def accept(token: str) -> ResponseReturnValue:
    """The chosen password; then they sign in with it."""
    account = accounts.whose(core(), token)
    if account is None:
        return render_template("invitation_over.html"), 410
    password = request.form.get("password", "")
    problem = "" if password == request.form.get("again", "") else gettext("Les deux mots de passe diffèrent.")
    try:
        if not problem and accounts.accept(core(), token, password) is None:
            return render_template("invitation_over.html"), 410
    except WeakPassword as weak:
        problem = weakness(weak)
    if problem:
        return _again("invitation.html", problem, 422, account=account, shortest=SHORTEST)
    flash(gettext("Votre mot de passe est enregistré. Connectez-vous."))
    return redirect(url_for("console.entrance.sign_in"), 303)


@pages.post("/sign-out")
@needs(May.HALFWAY)
def sign_out() -> ResponseReturnValue:
    """Leave this browser."""
    sign_ins.end(core(), visitor(), visitor().sign_in.id)
    session.clear()
    flash(gettext("Vous êtes déconnecté."))
    return browser.forget_sign_in(_see(url_for("console.entrance.sign_in")))


@pages.post("/language")
@needs(May.ANYBODY)
def speak() -> ResponseReturnValue:
    """The other language, on the same page."""
    chosen = request.form.get("to", "")
    response = _see(wanted_page())
    return browser.keep_language(response, chosen) if chosen in LANGUAGES else response


def go_on(opened: Opened) -> Response:
    """A step of signing in is done: a new token, a new form secret, and the next page."""
    session.clear()
    there = wanted_page() if opened.stage == FULL else url_for(STAGES[opened.stage], next=wanted_page())
    return browser.keep_sign_in(_see(there), opened)


def wanted_page() -> str:
    """The page somebody was on the way to: one of ours, or home."""
    wanted = request.values.get("next", "")
    parts = urlsplit(wanted.replace("\\", "/"))
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not (parts.scheme or parts.netloc)
    return wanted if ours else url_for("console.home.index")


def weakness(weak: WeakPassword) -> str:
    """Why a password is refused."""
    reasons = {
        "short": gettext("Trop court : il faut au moins %(count)d caractères.") % {"count": SHORTEST},
        "long": gettext("Trop long."),
        "simple": gettext("Trop simple : presque toujours la même lettre."),
        "known": gettext("Il contient votre nom ou votre adresse : choisissez-en un autre."),
    }
    return reasons[weak.reason]


def _too_soon(wait: TooSoon) -> str:
    return gettext("Trop d’essais. Attendez %(seconds)d secondes, puis réessayez.") % {"seconds": wait.seconds}


def _again(template: str, problem: str, status: int, **values: object) -> ResponseReturnValue:
    return render_template(template, problem=problem, **values), status


def _see(url: str) -> Response:
    return make_response(redirect(url, 303))
