"""Knowledge tests: which one an activity has and when it is open, and what changed between before and after."""

from flask import Blueprint

from gateway.console.learning import deciding, showing, taking


def blueprint() -> Blueprint:
    """All of it under /learning."""
    learning = Blueprint("learning", __name__, url_prefix="/learning")
    learning.add_url_rule("", "index", showing.index)
    for part in (showing, deciding, taking):
        learning.register_blueprint(part.pages)
    return learning
