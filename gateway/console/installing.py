"""Putting the console into the gateway's application."""

from flask import Blueprint, Flask

from gateway.console import (
    accountability,
    activities,
    assets,
    entrance,
    errors,
    exports,
    figures,
    gate,
    headers,
    home,
    ids,
    inbox,
    learning,
    network,
    people,
    reminders,
    second_factor,
    settings,
    shell,
    surveys,
)
from gateway.console.current import CORE
from gateway.console.words import LANGUAGES, catalogue
from jamakan.core import Core

FORM_HOURS = 12  # as long as a sign-in lasts: a form open all day can still be sent


def install(app: Flask, core: Core) -> None:
    """Register the console's pages. Its catalogues are read now: a broken one stops the start."""
    app.extensions[CORE] = core
    app.secret_key = core.settings.vault.ref("flask", "form cookie")
    app.config.update(
        SESSION_COOKIE_NAME="jamakan_form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=core.settings.env == "production",
        WTF_CSRF_CHECK_DEFAULT=False,  # carriers' callbacks are no forms; the gate checks every page of ours
        WTF_CSRF_TIME_LIMIT=FORM_HOURS * 3600,
    )
    ids.use(app)
    gate.csrf.init_app(app)
    shell.dress(app)
    app.register_blueprint(_console())
    for language in LANGUAGES:
        catalogue(language)
    assets.shelf()


def _console() -> Blueprint:
    console = Blueprint("console", __name__)
    console.before_request(gate.check)
    console.after_request(headers.add)
    errors.register(console)
    for pages in (
        *(assets.pages, headers.pages, entrance.pages, second_factor.pages, home.pages),
        *(
            activities.blueprint(),
            people.blueprint(),
            network.blueprint(),
            surveys.blueprint(),
            inbox.blueprint(),
            learning.blueprint(),
            reminders.blueprint(),
            settings.blueprint(),
            exports.blueprint(),
            figures.blueprint(),
            accountability.blueprint(),
        ),
    ):
        console.register_blueprint(pages)
    return console
