"""A person or a line by what stands in the address."""

from flask import abort, redirect, url_for

from gateway.console.current import core
from jamakan.store.people import reading
from jamakan.store.people.listing import Listed
from jamakan.store.people.reading import Gone, Line


def person_or_404(participant: int) -> Listed:
    """The person of this address. Who was merged into another is found there, who was erased is gone."""
    with core().db.read() as connection:
        found = reading.person(connection, core().settings.vault, participant)
    if isinstance(found, Gone):
        if found.into is None:
            abort(410)
        abort(redirect(url_for("console.people.showing.person", participant=found.into), 303))
    if found is None:
        abort(404)
    return found


def line_or_404(contact: int) -> Line:
    """The line of this address."""
    with core().db.read() as connection:
        found = reading.line(connection, core().settings.vault, contact)
    if found is None:
        abort(404)
    return found
