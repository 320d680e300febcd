"""What the request at hand is about: the core behind it, and who asks."""

from datetime import UTC, date, datetime

from flask import current_app, g, request

from jamakan.core import Core
from jamakan.staff.roles import May
from jamakan.staff.sign_ins import Visitor

CORE = "jamakan.core"
HTMX = "HX-Request"


def core() -> Core:
    """The core of this application."""
    found: Core = current_app.extensions[CORE]
    return found


def visitor_or_none() -> Visitor | None:
    """Who is signed in, or halfway; None for a stranger."""
    found: Visitor | None = g.get("visitor")
    return found


def visitor() -> Visitor:
    """Who is signed in. Only for pages that need it: the gate has let nobody else through."""
    found = visitor_or_none()
    if found is None:
        raise LookupError("a page that everybody may see asked who is signed in")
    return found


def may(what: May) -> bool:
    """Whether whoever asks may do this."""
    found = visitor_or_none()
    return found.may(what) if found is not None else what is May.ANYBODY


def today() -> date:
    """The day it is for the programme."""
    return datetime.now(UTC).astimezone(core().settings.zone).date()


def by_htmx() -> bool:
    """Whether a part of a page is asked for, not a page."""
    return HTMX in request.headers


def address() -> str:
    """Where the request comes from, seen past the proxies that settings tell of."""
    route, proxies = request.access_route, core().settings.proxies
    if not proxies:
        return request.remote_addr or ""
    return route[-proxies] if len(route) >= proxies else route[0]
