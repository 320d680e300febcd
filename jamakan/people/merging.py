"""Making two entries of one person one: on one line or on two."""

from datetime import UTC, datetime

from jamakan.core import Core
from jamakan.people.acts import show
from jamakan.people.correcting import Known, NameTaken
from jamakan.store import seats, tallies
from jamakan.store.people import correcting
from jamakan.store.people import merging as rows
from jamakan.store.seats import SEATS
from jamakan.store.staff import trail

__all__ = ["NameTaken", "merge"]


def merge(core: Core, by: int, keep: int, drop: int, contact_id: int, known: Known) -> bool:
    """Make the person `drop` one with `keep`, known as said, reached by that line of theirs.

    Their seats move; two seats at one activity are one, and the other goes to who waits. False: one of the two is no
    more (a second click). Raises NameTaken: a third person on the line has this name.
    """
    vault, now = core.settings.vault, datetime.now(UTC)
    with core.db.begin(lock=SEATS) as connection:
        merged = rows.merge(connection, vault, keep, drop, contact_id, now)
        if merged is None:
            return False
        facts = {fact: getattr(known, fact) for fact in correcting.CORRECTED}
        correcting.set_facts(connection, vault, keep, contact_id, known.name, facts)
        told = seats.settle(connection, vault, merged.notices, f"merged:{drop}", now, core.settings.values)
        tallies.recount(connection, merged.activities)
        trail.append(connection, vault, now, by, "person.merged", f"participant:{keep}", other=drop)
    show(core, {*told, *merged.refs}, seats_moved=bool(merged.activities))
    return True
