"""What stands in an address of the section, and what its forms have in common."""

from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from flask import abort

from gateway.console.current import core, today
from gateway.console.forms import Form
from gateway.console.words import gettext, language
from jamakan.programme.activities import label
from jamakan.programme.regions import REGIONS
from jamakan.store.accountability import campaigns, cards, commitments
from jamakan.store.accountability.campaigns import Campaign
from jamakan.store.accountability.cards import Card, Round
from jamakan.store.accountability.commitments import Commitment
from jamakan.store.activities import all_activities

NEWEST = 2**31 - 1  # of a version
YEARS = timedelta(days=3660)  # a day further off than ten years is a slip

Seen = TypeVar("Seen", Commitment, Round, Campaign)


def commitment_or_404(number: int) -> Commitment:
    """The commitment of this address."""
    with core().db.read() as connection:
        return commitments.one(connection, number) or abort(404)


def card_or_404(number: int) -> Card:
    """The score card of this address."""
    with core().db.read() as connection:
        return cards.one(connection, number) or abort(404)


def round_or_404(number: int) -> Round:
    """The round of this address."""
    with core().db.read() as connection:
        return cards.one_round(connection, number) or abort(404)


def campaign_or_404(number: int) -> Campaign:
    """The campaign of this address."""
    with core().db.read() as connection:
        return campaigns.one(connection, number) or abort(404)


def as_seen(found: Seen, form: Form) -> Seen:
    """The same with the version the form was made for: acting on another one is refused."""
    return replace(found, version=form.integer("version", 0, NEWEST))


def places() -> dict[str, dict[str, str]]:
    """Regions and activities, as forms offer them."""
    with core().db.read() as connection:
        activities = all_activities(connection)
    return {
        "regions": {slug: region.name for slug, region in REGIONS.items()},
        "activities": {one.slug: f"{label(one, language())} · {one.place}" for one in reversed(activities)},
    }


def line(form: Form, field: str, most: int, *, needed: bool = True) -> str:
    """One line of text, which phones show: without the braces that messages fill."""
    said = form.text(field, most, needed=needed).replace("\n", " ")
    if "{" in said or "}" in said:
        form.problems[field] = gettext("Écrivez ce texte sans accolades.")
    return said


def day(form: Form, field: str, *, needed: bool = True, past: bool = False) -> date | None:
    """A day at most ten years from now, not to come when it is of the `past`; None for an empty field."""
    if not form.value(field).strip() and not needed:
        return None
    found = form.day(field)
    if field in form.problems:
        return None
    if abs(found - today()) > YEARS:
        form.problems[field] = gettext("Cette date est trop loin : vérifiez l’année.")
    elif past and found > today():
        form.problems[field] = gettext("Cette date n’est pas encore passée.")
    return found
