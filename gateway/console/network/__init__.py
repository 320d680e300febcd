"""The network: its members in numbers, and the panels that are asked at intervals."""

from flask import Blueprint

from gateway.console.network import panels, showing


def blueprint() -> Blueprint:
    """All of it under /network."""
    network = Blueprint("network", __name__, url_prefix="/network")
    for part in (showing, panels):
        network.register_blueprint(part.pages)
    return network
