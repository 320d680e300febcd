"""What phones are shown of commitments."""

from babel.dates import format_date

from jamakan.conversation.promises import Promise
from jamakan.programme import commitments as life
from jamakan.programme.activities import LOCALES
from jamakan.store.accountability import Connection, commitments
from jamakan.store.accountability.commitments import Commitment

MOST = 60  # commitments: the list is in the projection that every turn reads
UNDATED = "undated"
STANDING = {
    life.OPEN: {"fr": "À faire avant le {date}.", "en": "To be done by {date}."},
    UNDATED: {"fr": "À faire, sans date.", "en": "To be done, no date."},
    life.LATE: {"fr": "En retard : promis avant le {date}.", "en": "Late: promised by {date}."},
    life.KEPT: {"fr": "Tenu.", "en": "Kept."},
    life.DROPPED: {"fr": "Abandonné.", "en": "Dropped."},
}


def promises(connection: Connection) -> tuple[Promise, ...]:
    """The commitments that phones list."""
    return tuple(map(_promise, commitments.shown(connection, MOST)))


def _promise(one: Commitment) -> Promise:
    about = one.about
    wording = {"fr": about.wording_fr} | ({"en": about.wording_en} if about.wording_en else {})
    standing = {language: _standing(one, language) for language in LOCALES}
    return Promise(one.id, about.region, about.institution, wording, standing)


def _standing(one: Commitment, language: str) -> str:
    day = one.about.due_on
    which = UNDATED if one.state == life.OPEN and day is None else one.state
    date = format_date(day, "d MMM y", locale=LOCALES[language]) if day else ""
    return STANDING[which][language].format(date=date)
