"""What institutions promised, what both sides of a service scored, what people were told."""

from flask import Blueprint

from gateway.console.accountability import campaigns, cards, commitments, editing, rounds


def blueprint() -> Blueprint:
    """All of it under /accountability."""
    section = Blueprint("accountability", __name__, url_prefix="/accountability")
    for part in (commitments, editing, cards, rounds, campaigns):
        section.register_blueprint(part.pages)
    return section
