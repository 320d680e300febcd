"""Settings: one's own account, the others', the trail, and the rules the house goes by, a room each."""

from flask import Blueprint

from gateway.console.settings import (
    account,
    audit,
    channels,
    followups,
    hearing,
    prices,
    retention,
    rules,
    staff,
    words,
)


def blueprint() -> Blueprint:
    """All of it under /settings."""
    settings = Blueprint("settings", __name__, url_prefix="/settings")
    for room in (account, staff, audit, words, channels, rules, prices, followups, hearing, retention):
        settings.register_blueprint(room.pages)
    return settings
