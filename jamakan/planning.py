"""What staff do to activities: plan them, move seats, say who came. Each act is one transaction with its trail.

What Redis shows of it is brought up to date after the commit; when that fails the clock mends it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

import structlog
from redis.exceptions import RedisError

from jamakan.core import Core
from jamakan.programme.activities import Activity
from jamakan.projections import project_profiles, project_programme
from jamakan.state import wake
from jamakan.store import attendance, day_codes, places, plans, registrations, seats, tallies
from jamakan.store.activities import by_ids
from jamakan.store.attendance import Attendee
from jamakan.store.plans import Plan, Quotas
from jamakan.store.registrations import Notice
from jamakan.store.seats import SEATS
from jamakan.store.staff import trail

log = structlog.get_logger()

REASONS = ("asked", "duplicate", "mistake", "absent", "organisation")  # why staff move somebody's seat


class SeatAct(Protocol):
    """What staff do to one person's seat: `cancel` or `promote`."""

    def __call__(self, core: Core, by: int, attendee: Attendee, reason: str) -> bool: ...


class SeatsTaken(Exception):
    """Fewer seats than people who have one; `taken` says how many."""

    def __init__(self, taken: int) -> None:
        super().__init__(f"{taken} people have a seat already: cancel some of them first")
        self.taken = taken


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change of plan came to: whether date or place are others, and who moved up to new seats."""

    moved: bool
    promoted: int


def add(core: Core, by: int, series_id: int, plan: Plan, quotas: Quotas) -> str:
    """A new activity; its slug. Asked twice with the same plan it is one."""
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        activity_id, slug = plans.add(connection, series_id, plan)
        plans.set_quotas(connection, activity_id, quotas)
        trail.append(connection, core.settings.vault, now, by, "activity.added", f"activity:{slug}")
    _show(core, ())
    return slug


def change(core: Core, by: int, activity_id: int, plan: Plan, quotas: Quotas) -> Changed:
    """Another plan. New seats go to the waiting list, who are told. Raises SeatsTaken."""
    vault, now = core.settings.vault, datetime.now(UTC)
    with core.db.begin(lock=SEATS) as connection:
        before = by_ids(connection, [activity_id])[activity_id]
        if plan.seats < before.seats_taken:
            raise SeatsTaken(before.seats_taken)
        plans.change(connection, activity_id, plan)
        plans.set_quotas(connection, activity_id, quotas)
        owed = registrations.fill(connection, activity_id, now)
        refs = seats.settle(
            connection, vault, owed, f"plan:{activity_id}:{now.timestamp()}", now, core.settings.values
        )
        trail.append(connection, vault, now, by, "activity.changed", f"activity:{before.slug}", seats=plan.seats)
    _show(core, refs)
    return Changed(_moved(before, plan), _promoted(owed))


def release(core: Core, by: int, activity_id: int) -> int | None:
    """Open the seats kept for some kinds of people to whoever waits; how many moved up, None: nothing was kept."""
    vault, now = core.settings.vault, datetime.now(UTC)
    with core.db.begin(lock=SEATS) as connection:
        if not places.release(connection, activity_id):
            return None
        owed = registrations.fill(connection, activity_id, now)
        refs = seats.settle(
            connection, vault, owed, f"release:{activity_id}:{now.timestamp()}", now, core.settings.values
        )
        slug = by_ids(connection, [activity_id])[activity_id].slug
        trail.append(connection, vault, now, by, "activity.released", f"activity:{slug}", promoted=_promoted(owed))
    _show(core, refs)
    return _promoted(owed)


def make_code(core: Core, by: int, activity_id: int, slug: str, day: int) -> str:
    """The code of a day; asked for twice it is one."""
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        known = day_codes.of_day(connection, activity_id, day)
        code = day_codes.make(connection, activity_id, day, by, now)
        if known is None:
            trail.append(connection, core.settings.vault, now, by, "code.made", f"activity:{slug}", day=day)
    _show(core, ())
    return code


def cancel(core: Core, by: int, attendee: Attendee, reason: str) -> bool:
    """Take back a seat or a place on the waiting list; the person and whoever moves up are told. False: too late."""
    vault, now = core.settings.vault, datetime.now(UTC)
    with core.db.begin(lock=SEATS) as connection:
        owed = registrations.cancel(connection, attendee.contact_id, attendee.code, now)
        if not owed or owed[0].text != "session.cancelled":
            return False
        refs = seats.settle(connection, vault, owed, f"cancel:{attendee.registration}", now, core.settings.values)
        subject = f"registration:{attendee.registration}"
        trail.append(connection, vault, now, by, "registration.cancelled", subject, reason=reason)
    _show(core, refs)
    return True


def promote(core: Core, by: int, attendee: Attendee, reason: str) -> bool:
    """Give a free seat to this person before the others who wait; they are told. False: no seat is free."""
    vault, now = core.settings.vault, datetime.now(UTC)
    with core.db.begin(lock=SEATS) as connection:
        owed = registrations.promote(connection, attendee.registration, now)
        if not owed:
            return False
        refs = seats.settle(connection, vault, owed, f"promote:{attendee.registration}", now, core.settings.values)
        subject = f"registration:{attendee.registration}"
        trail.append(connection, vault, now, by, "registration.promoted", subject, reason=reason)
    _show(core, refs)
    return True


def check_in(core: Core, by: int, activity_id: int, attendee: Attendee, day: int, *, came: bool) -> None:
    """Somebody came on this day, or, a slip taken back, did not. Said twice it is the same."""
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        if came:
            moved = attendance.mark(connection, attendee.registration, day, by, now)
        else:
            moved = attendance.unmark(connection, attendee.registration, day)
        if moved:
            tallies.recount(connection, [activity_id])
            subject = f"registration:{attendee.registration}"
            trail.append(connection, core.settings.vault, now, by, "presence", subject, day=day, came=came)


def _promoted(owed: Collection[Notice]) -> int:
    return sum(notice.text == "session.promoted" for notice in owed)


def _moved(before: Activity, plan: Plan) -> bool:
    now = (plan.region, plan.place, plan.starts_at, plan.ends_at)
    return now != (before.region, before.place, before.starts_at, before.ends_at)


def _show(core: Core, refs: Collection[str]) -> None:
    try:
        project_profiles(core, refs)
        project_programme(core)
        if refs:
            wake.wake(core.redis, wake.SEND_QUEUE)
    except RedisError:
        log.warning("Redis is away: the clock will show what changed")
