"""Surveys: the list, files and drafts, the phone beside the form, one survey's results, and what people wrote."""

from flask import Blueprint

from gateway.console.surveys import deciding, phone, reading, showing, uploading


def blueprint() -> Blueprint:
    """All of it under /surveys."""
    surveys = Blueprint("surveys", __name__, url_prefix="/surveys")
    surveys.add_url_rule("", "index", showing.index)
    for part in (showing, uploading, phone, deciding, reading):
        surveys.register_blueprint(part.pages)
    return surveys
