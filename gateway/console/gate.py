"""The one door of the console: every page says what it needs, and nobody passes without."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import structlog
from flask import abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect

from gateway.console import browser
from gateway.console.current import by_htmx, core, visitor_or_none
from jamakan.staff import sign_ins
from jamakan.staff.roles import May
from jamakan.staff.sign_ins import CODE, FULL, Visitor
from jamakan.store.staff import trail

log = structlog.get_logger()
csrf = CSRFProtect()

View = TypeVar("View", bound=Callable[..., Any])
NEEDS: dict[Callable[..., Any], May] = {}
BYTES: dict[Callable[..., Any], int] = {}  # views that take files; the others take what carriers' callbacks may hold
READING = frozenset({"GET", "HEAD", "OPTIONS"})
STAGES = {CODE: "console.entrance.code", sign_ins.ENROL: "console.second_factor.set_up"}


def needs(what: May) -> Callable[[View], View]:
    """Say what a page needs of its visitor. A page that says nothing is closed to everybody."""

    def remember(view: View) -> View:
        NEEDS[view] = what
        return view

    return remember


def takes(most_bytes: int) -> Callable[[View], View]:
    """Say that a form of this page holds a file, of so many bytes at most."""

    def remember(view: View) -> View:
        BYTES[view] = most_bytes
        return view

    return remember


def check() -> ResponseReturnValue | None:
    """Before each page: who asks, whether they may, and whether it is they who sent the form."""
    view = current_app.view_functions[request.endpoint or ""]
    what = NEEDS[view]
    if view in BYTES:
        request.max_content_length = BYTES[view]
    token = request.cookies.get(browser.sign_in_cookie(), "")
    g.visitor = sign_ins.visitor(core(), token) if token else None
    refusal = None if what is May.ANYBODY else _refusal(visitor_or_none(), what)
    if refusal is None and request.method not in READING:
        csrf.protect(apply_exemptions=True)
    return refusal


def _refusal(visitor: Visitor | None, what: May) -> ResponseReturnValue | None:
    if visitor is None:
        return go_to(url_for("console.entrance.sign_in", next=_here()))
    if visitor.may(what):
        return None
    if visitor.sign_in.stage != FULL:
        return go_to(url_for(STAGES[visitor.sign_in.stage]))
    _note(visitor, what)
    return abort(403)


def go_to(url: str) -> ResponseReturnValue:
    """Send the browser to a page, also when only a part of one was asked for."""
    return ("", 204, {"HX-Redirect": url}) if by_htmx() else redirect(url, 303)


def _here() -> str | None:
    return request.full_path.rstrip("?") if request.method in READING and not by_htmx() else None


def _note(visitor: Visitor, what: May) -> None:
    """Who tried what they may not: such a request was made by hand, no button leads to it."""
    subject = f"account:{visitor.account.id}"
    with core().db.begin() as connection:
        trail.append(
            connection,
            core().settings.vault,
            datetime.now(UTC),
            visitor.account.id,
            "refused",
            subject,
            needs=what.value,
            page=request.endpoint,
            method=request.method,
        )
