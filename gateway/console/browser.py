"""What the browser keeps for us: the sign-in, the language, and the mark that it was here before."""

from datetime import timedelta

from flask import Response, request

from gateway.console.current import core
from jamakan.staff.sign_ins import LASTS, Opened

LANGUAGE, KNOWN = "jamakan_language", "jamakan_known"
YEAR = timedelta(days=365)

SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "Mac"}
BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}


def only_tls() -> bool:
    """Whether cookies travel over TLS only. On one's own machine there is none."""
    return core().settings.env == "production"


def sign_in_cookie() -> str:
    """The name of the sign-in's cookie; `__Host-` keeps other hosts of the domain from setting it."""
    return "__Host-jamakan" if only_tls() else "jamakan"


def keep_sign_in(response: Response, opened: Opened) -> Response:
    """Give the browser its token, and the mark that it signed in here."""
    _set(response, sign_in_cookie(), opened.token, LASTS)
    _set(response, KNOWN, opened.known, YEAR)
    return response


def forget_sign_in(response: Response) -> Response:
    """Take the token back; the mark stays."""
    response.delete_cookie(sign_in_cookie(), secure=only_tls(), httponly=True, samesite="Lax")
    return response


def keep_language(response: Response, language: str) -> Response:
    """Speak this language from now on."""
    _set(response, LANGUAGE, language, YEAR)
    return response


def takes_gzip() -> bool:
    """Whether the browser reads compressed answers."""
    return request.accept_encodings.quality("gzip") > 0


def device() -> str:
    """The browser in two words, for the list of sign-ins: "Firefox · Windows"."""
    agent = request.headers.get("User-Agent", "")
    found = (next((name for mark, name in marks.items() if mark in agent), "") for marks in (BROWSERS, SYSTEMS))
    return " · ".join(filter(None, found))


def _set(response: Response, name: str, value: str, age: timedelta) -> None:
    response.set_cookie(name, value, max_age=age, secure=only_tls(), httponly=True, samesite="Lax")
