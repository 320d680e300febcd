"""Reminders: written, addressed, looked at, approved by a second person, followed to the last phone.

Nothing here decides: `jamakan.broadcasts` does, by its table of transitions.
"""

from flask import Blueprint

from gateway.console.reminders import (
    addressing,
    counting,
    deciding,
    failing,
    following,
    forecasting,
    listing,
    sheets,
    showing,
    trying,
    writing,
)
from gateway.console.reminders import sentences as _taught  # noqa: F401  # the French of what the core says


def blueprint() -> Blueprint:
    """All of it under /reminders."""
    reminders = Blueprint("reminders", __name__, url_prefix="/reminders")
    reminders.add_url_rule("", "index", listing.index)
    for part in (
        *(writing, counting, addressing, sheets, showing),
        *(trying, deciding, following, failing, forecasting),
    ):
        reminders.register_blueprint(part.pages)
    return reminders
