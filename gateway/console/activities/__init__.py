"""Activities: the list and the calendar, one activity with its people, its door, and the form that plans it."""

from flask import Blueprint

from gateway.console.activities import calendar, door, editing, people, showing


def blueprint() -> Blueprint:
    """All of it under /activities."""
    activities = Blueprint("activities", __name__, url_prefix="/activities")
    for part in (showing, calendar, editing, people, door):
        activities.register_blueprint(part.pages)
    return activities
