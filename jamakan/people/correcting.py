"""Correcting what is known of a person. The counts follow in the same transaction."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from jamakan.core import Core
from jamakan.people.acts import show
from jamakan.store import registrations, seats, tallies
from jamakan.store.people import correcting as rows
from jamakan.store.people import reading
from jamakan.store.people.listing import Listed
from jamakan.store.seats import SEATS
from jamakan.store.staff import trail

__all__ = ["Known", "NameTaken", "Stale", "correct", "known_of"]

NameTaken = rows.NameTaken
Stale = rows.Stale


@dataclass(frozen=True, slots=True)
class Known:
    """What can be corrected. `language` is that of the line: everybody on it is written to in it."""

    name: str
    age: str
    sex: str
    region: str
    group: str
    displacement: str
    pvh: str
    language: str


def known_of(person: Listed) -> Known:
    """What is known of somebody now."""
    facts = {fact: getattr(person, fact) for fact in rows.CORRECTED}
    return Known(name=person.name, language=person.language, **facts)


def correct(core: Core, by: int, person: Listed, known: Known) -> tuple[str, ...]:
    """Set what is known; the names of the fields that changed. Said twice it is the same.

    Raises NameTaken: somebody else on the line has this name, the two are to be merged. Raises Stale:
    the person is no longer as given.
    """
    before, vault, now = known_of(person), core.settings.vault, datetime.now(UTC)
    changed = tuple(name for name, value in asdict(known).items() if value != getattr(before, name))
    if not changed:
        return ()
    told: list[str] = []
    with core.db.begin(lock=SEATS) as connection:
        if reading.person(connection, vault, person.id) != person:
            raise Stale
        if set(changed) - {"language"}:
            facts = {fact: getattr(known, fact) for fact in rows.CORRECTED}
            rows.set_facts(connection, vault, person.id, person.contact_id, known.name, facts)
            activities = rows.activities_of(connection, [person.id])
            # A kept seat may be theirs now.
            owed = [notice for one in activities for notice in registrations.fill(connection, one, now)]
            dedupe = f"corrected:{person.id}:{now.timestamp()}"
            told = seats.settle(connection, vault, owed, dedupe, now, core.settings.values)
            tallies.recount(connection, activities)
        if "language" in changed:
            rows.set_language(connection, person.contact_id, known.language, now)
        line = reading.line(connection, vault, person.contact_id)
        subject = f"participant:{person.id}"
        trail.append(connection, vault, now, by, "person.corrected", subject, fields=" ".join(changed))
    show(core, {*told, line.ref} if line else told, seats_moved=bool(told))
    return changed
