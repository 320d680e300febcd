"""The Flask application: webhooks, health, figures and the staff console."""

from flask import Flask

from gateway import health, metrics, public
from gateway.console.installing import install
from gateway.webhooks import africastalking, android, orange
from jamakan.channels.bodies import MAX_BODY
from jamakan.core import Core
from jamakan.store import figures
from jamakan.watched import Watched

FRESH, STALE = 10.0, 30.0  # seconds between two looks at SQL's figures, and until they no longer count


def create_app(core: Core) -> Flask:
    """The gateway over one core. Nothing is shared between two apps."""
    app = Flask("gateway", static_folder=None, template_folder="console/templates")
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    for carrier in (africastalking, orange, android):  # all of them: reports come in after a route was given up, too
        app.register_blueprint(carrier.blueprint(core))
    numbers = Watched(lambda: figures.read(core.db, core.settings.zone), fresh=FRESH, stale=STALE)
    core.before_close.append(numbers.close)
    app.register_blueprint(health.blueprint(core, numbers))
    app.register_blueprint(metrics.blueprint(core, numbers))
    app.register_blueprint(public.blueprint(core))
    install(app, core)
    return app
