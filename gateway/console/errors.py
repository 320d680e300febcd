"""When a page cannot be had: what happened, in words, and what to do."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from redis.exceptions import RedisError
from werkzeug.exceptions import HTTPException

from gateway.console.words import gettext, mark
from jamakan.store.database import DatabaseAway, Unstorable

NOT_OURS = ("/hooks/", "/health", "/metrics", "/api/")
TITLES = {
    400: mark("La demande n’a pas été comprise"),
    403: mark("Votre rôle ne le permet pas"),
    404: mark("Cette page n’existe pas"),
    405: mark("Cette page n’existe pas"),
    410: mark("Cette page n’existe plus"),
    413: mark("Le fichier est trop grand"),
    429: mark("Trop de demandes"),
    500: mark("Une erreur de notre côté"),
    503: mark("Le service est momentanément indisponible"),
}
ADVICE = {
    400: mark(
        "La page était peut-être ouverte depuis trop longtemps. Revenez en arrière, rechargez-la et recommencez."
    ),
    403: mark("Cette tentative est notée au journal. Un administrateur peut changer votre rôle."),
    404: mark("L’adresse est peut-être ancienne, ou mal copiée."),
    405: mark("L’adresse est peut-être ancienne, ou mal copiée."),
    410: mark("Ce qu’elle montrait a été effacé ; le journal dit quand et par qui."),
    413: mark("Réduisez-le, puis recommencez."),
    429: mark("Attendez une minute, puis recommencez."),
    500: mark("Rien n’a été changé. L’erreur est notée au journal technique ; réessayez dans un instant."),
    503: mark("Rien n’a été changé et rien n’est perdu. Réessayez dans un instant."),
}
OTHERS = 400


def register(console: Blueprint) -> None:
    """Errors of the console's pages, and of addresses that are nobody's."""
    console.app_errorhandler(HTTPException)(_page)
    console.errorhandler(DatabaseAway)(_away)
    console.errorhandler(RedisError)(_away)
    console.errorhandler(Unstorable)(_unstorable)


def _page(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if error.response is not None or code < OTHERS or request.path.startswith(NOT_OURS):
        return error
    return _drawn(code)


def _away(_error: Exception) -> ResponseReturnValue:
    return _drawn(503)


def _unstorable(_error: Exception) -> ResponseReturnValue:
    """No form of ours sends such a value, and no page of ours has such an address."""
    return _drawn(400)


def _drawn(code: int) -> ResponseReturnValue:
    known = code if code in TITLES else OTHERS
    title, advice = gettext(TITLES[known]), gettext(ADVICE[known])
    return render_template("errors/page.html", code=code, title=title, advice=advice), code
