"""The Flask application."""

from pathlib import Path

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from emulator.clock import Clock
from emulator.exchange import Exchange, over_http
from emulator.routes.android import android
from emulator.routes.answers import http_error, refusal
from emulator.routes.control import control
from emulator.routes.current import Current
from emulator.routes.hands import hands
from emulator.routes.orange import orange
from emulator.routes.reading import BadRequestError
from emulator.routes.version1 import version1
from emulator.settings import Settings
from emulator.ussd.switchboard import SessionError, UnknownSessionError
from emulator.web.page import web

BODY_MAX = 2 * 1024 * 1024  # a thousand recipients are 14 KB; more than this is a mistake


def create(
    settings: Settings, clock: Clock, ledger_path: Path | None = None, exchange: Exchange = over_http
) -> Flask:
    """Return the application over a fresh carrier. The caller starts the clock, or advances it."""
    app = Flask("emulator", static_folder=None, template_folder="web/templates")
    app.config["MAX_CONTENT_LENGTH"] = BODY_MAX
    app.extensions["emulator"] = Current(settings, clock, ledger_path, exchange)
    for blueprint in (version1, orange, android, control, hands, web):
        app.register_blueprint(blueprint)
    app.register_error_handler(BadRequestError, _bad_request)
    app.register_error_handler(SessionError, _session_error)
    app.register_error_handler(HTTPException, http_error)
    return app


def _bad_request(error: BadRequestError) -> Response:
    details = {"details": error.details} if error.details else {}
    return refusal(error.status, str(error), **details)


def _session_error(error: SessionError) -> Response:
    return refusal(404 if isinstance(error, UnknownSessionError) else 409, str(error))
