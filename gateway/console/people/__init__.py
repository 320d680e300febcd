"""People: found and listed, one person's story, corrected, merged, erased, brought in from a spreadsheet."""

from flask import Blueprint

from gateway.console.people import consenting, correcting, erasing, importing, merging, searching, showing


def blueprint() -> Blueprint:
    """All of it under /people."""
    people = Blueprint("people", __name__, url_prefix="/people")
    for part in (showing, consenting, searching, correcting, merging, erasing, importing):
        people.register_blueprint(part.pages)
    return people
