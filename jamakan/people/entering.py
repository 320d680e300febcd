"""Staff enter somebody themselves: who came without a seat, or has no phone and stands before them."""

from datetime import UTC, datetime

from jamakan.core import Core
from jamakan.people.acts import show
from jamakan.store.people import entering
from jamakan.store.people.entering import BY_STAFF, Desk, Entered
from jamakan.store.seats import SEATS
from jamakan.store.staff import trail

__all__ = ["Entered", "enter"]


def enter(core: Core, by: int, activity_id: int, slug: str, who: Entered, day: int | None) -> int | None:
    """Their registration: a seat if one is free, else a place on the waiting list; on `day` they are there.

    That they agreed is noted with who asked them.

    The same form sent twice is one person. None: the activity is no more.
    """
    vault, now = core.settings.vault, datetime.now(UTC)
    desk = Desk(activity_id, slug, by, core.settings.channels[0], now, day)
    with core.db.begin(lock=SEATS) as connection:
        seat, made = entering.enter(connection, vault, desk, who)
        if made:
            trail.append(connection, vault, now, by, "registration.added", f"registration:{seat}", consent=BY_STAFF)
    show(core, {vault.ref("phone", who.phone)} if who.phone else (), seats_moved=True)
    return seat
