"""The inbox: messages that wait for a person, cases, templates of answers, messages of unknown fate."""

from flask import Blueprint

from gateway.console.inbox import cases, deciding, listing, opening, reading, templates, trusted, voting


def blueprint() -> Blueprint:
    """All of it under /inbox."""
    inbox = Blueprint("inbox", __name__, url_prefix="/inbox")
    for part in (listing, reading, opening, cases, trusted, voting, templates, deciding):
        inbox.register_blueprint(part.pages)
    return inbox
