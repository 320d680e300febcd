"""The Flask application: webhooks and health."""

from flask import Flask

from gateway import health
from gateway.webhooks import africastalking
from jamakan.channels.forms import MAX_BODY
from jamakan.core import Core


def create_app(core: Core) -> Flask:
    """The gateway over one core. Nothing is shared between two apps."""
    app = Flask("gateway", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.register_blueprint(africastalking.blueprint(core))
    app.register_blueprint(health.blueprint(core))
    return app
