"""Activities: the list and the calendar, one activity with its people, its door, and the form that plans it."""

from flask import Blueprint

from gateway.console.activities import (
    calendar,
    certificates,
    codes,
    door,
    editing,
    entering,
    people,
    releasing,
    showing,
)


def blueprint() -> Blueprint:
    """All of it under /activities."""
    activities = Blueprint("activities", __name__, url_prefix="/activities")
    for part in (showing, calendar, editing, people, door, codes, entering, releasing, certificates):
        activities.register_blueprint(part.pages)
    return activities
